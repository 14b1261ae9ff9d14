package dev.ecoin.database;

import io.quarkus.reactive.datasource.runtime.DataSourcesReactiveRuntimeConfig;
import io.quarkus.vertx.core.runtime.SSLConfigHelper;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import org.eclipse.microprofile.config.Config;

/** Performs the driver's TLS handshake with the same trust, because the driver reports failures without the cause. */
@ApplicationScoped
class TlsHandshake {

    private static final int POSTGRESQL = 5432;

    /** PostgreSQL's request for TLS: the message's length and a code. The server answers with one letter. */
    private static final Buffer REQUEST = Buffer.buffer().appendInt(8).appendInt(80877103);

    private final Vertx vertx;
    private final SmallRyeConfig config;

    TlsHandshake(Vertx vertx, Config config) {
        this.vertx = vertx;
        this.config = config.unwrap(SmallRyeConfig.class);
    }

    /** Fails with the exception of the handshake. */
    Uni<Void> with(URI server) {
        var address = HostAndPort.parseAuthority(server.getRawAuthority(), POSTGRESQL);
        return Uni.createFrom().completionStage(() -> {
            var client = vertx.createNetClient(options());
            return client.connect(address.port(), address.host())
                    .compose(socket -> answer(socket).compose(letter -> socket.upgradeToSsl(address.host())))
                    .onComplete(done -> client.close())
                    .toCompletionStage();
        });
    }

    private static Future<Buffer> answer(NetSocket socket) {
        var answer = Promise.<Buffer>promise();
        socket.handler(letter -> answer.tryComplete(letter));
        socket.closeHandler(closed -> answer.tryFail("The server closed the connection"));
        return socket.write(REQUEST).compose(sent -> answer.future());
    }

    private NetClientOptions options() {
        var database = config.getConfigMapping(DataSourcesReactiveRuntimeConfig.class)
                .dataSources()
                .values()
                .iterator()
                .next()
                .reactive();
        var verification = database.hostnameVerificationAlgorithm();
        var options = new NetClientOptions()
                .setTrustAll(database.trustAll())
                .setHostnameVerificationAlgorithm(verification.equals("NONE") ? "" : verification);
        SSLConfigHelper.configurePemTrustOptions(options, database.trustCertificatePem());
        SSLConfigHelper.configureJksTrustOptions(options, database.trustCertificateJks());
        SSLConfigHelper.configurePfxTrustOptions(options, database.trustCertificatePfx());
        return options;
    }
}
