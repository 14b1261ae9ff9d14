#!/usr/bin/env bash
# Fits SERIES (20,000) generated series of LENGTH (365) values with one `fit` process and with the Spark job, on a
# cluster that this script starts: a master and WORKERS (1) workers of CORES (2) cores, as processes on this machine.
# Prints the processor seconds per series of both, Spark's overhead in percent (including start, compiler, shuffle,
# driver, master and workers), series per second and core, the executors' peak memory, and the extrapolated cost of a
# million series. Exits with status 1 if a series is missing, duplicated, or has a different answer than from the
# process.
#
#   bench/spark.sh [SERIES]
#
# OPTIONS ({}) are the options of `fit` for all series; PARTITIONS defaults to SERIES/200. Requires both packages:
#   ./mvnw package -DskipTests && ./mvnw -f spark/pom.xml package -DskipTests
set -euo pipefail
cd "$(dirname "$0")/.."

series=${1:-${SERIES:-20000}}
length=${LENGTH:-365}
workers=${WORKERS:-1}
cores=${CORES:-2}
options=${OPTIONS:-{\}}
partitions=${PARTITIONS:-$(( series / 200 > workers * cores * 4 ? series / 200 : workers * cores * 4 ))}
memory=${EXECUTOR_MEMORY:-$((512 * cores))m}
service=${SERVICE_JAR:-target/quarkus-app/quarkus-run.jar}
job=$PWD/spark/target/ecoin-spark-0.1.0-SNAPSHOT.jar
export SPARK_HOME=$PWD/spark/target/spark SPARK_SCALA_VERSION=2.13 SPARK_LOCAL_IP=127.0.0.1
[ -f "$service" ] || { echo "$service is missing: ./mvnw package -DskipTests"; exit 2; }
[ -f "$job" ] && [ -d "$SPARK_HOME/jars" ] || { echo "$job is missing: ./mvnw -f spark/pom.xml package -DskipTests"; exit 2; }
# The options that Spark's launcher passes to JVM 17 and later.
read -ra opens <<< "$(sed -n 's|.*<spark.opens>\(--.*\)</spark.opens>.*|\1|p' spark/pom.xml)"
java=$(command -v java)

home=$(mktemp -d)
started=()
stop() { for pid in "${started[@]}"; do kill "$pid" 2> /dev/null || true; wait "$pid" 2> /dev/null || true; done; started=(); }
trap 'stop; rm -rf "$home"' EXIT

awk -v n="$series" -v length_="$length" 'BEGIN {
  srand(18)
  for (i = 0; i < n; i++) {
    # Random walks, autoregressions and weekly patterns, each with its own noise.
    kind = i % 3; level = 0; printf "{\"id\":\"s%d\",\"values\":[", i
    for (t = 0; t < length_; t++) {
      e = sqrt(-2 * log(1 - rand())) * cos(6.283185307179586 * rand())
      level = (kind == 1 ? 0.6 : 1) * level + e
      printf "%s%.6f", t ? "," : "", 100 + level + (kind == 2 ? 3 * (t % 7 == 5) : 0)
    }
    print "]}"
  }
}' > "$home/series.jsonl"
tool() { "$java" "${opens[@]}" -Xmx2g -XX:+UseSerialGC -cp "$SPARK_HOME/jars/*" "bench/spark/$1.java" "${@:2}" 2>> "$home/tools.log"; }
tool ValuesOfLines "$home/series.jsonl" "$home/values" || { tail "$home/tools.log"; exit 2; }
if [ "$options" != "{}" ]; then
  sed -i "s|]}\$|],${options#\{}|" "$home/series.jsonl"
fi
echo "$series series of $length values, options $options, workers $workers of $cores cores; $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"

# Processor seconds of this shell's finished children; `times` in a subshell would report its own only.
seconds() { awk -v row="$1" 'NR == row { split($1, u, /[ms]/); split($2, s, /[ms]/); print u[1] * 60 + u[2] + s[1] * 60 + s[2] }' "$2"; }
cpu() { times > "$home/times"; cpu=$(seconds 2 "$home/times"); }

cpu; before=$cpu from=$(date +%s.%N)
"$java" -jar "$service" fit --threads "$((workers * cores))" < "$home/series.jsonl" > "$home/fit.jsonl" || [ $? = 1 ]
to=$(date +%s.%N); cpu; process=$(awk -v a="$before" -v b="$cpu" 'BEGIN { print b - a }')
process_time=$(awk -v f="$from" -v t="$to" 'BEGIN { print t - f }')

# Executors are not children of this shell, so each writes its own processor time.
mkdir -p "$home/java/bin"
cat > "$home/java/bin/java" << END
#!/usr/bin/env bash
"$java" "\$@" & child=\$!
trap 'kill \$child' TERM
while sleep 2 && grep VmHWM /proc/\$child/status; do :; done > $home/peak-\$\$ 2> /dev/null &
wait \$child; wait \$child; times > $home/executor-\$\$
END
chmod +x "$home/java/bin/java"

spark() { # LOG CLASS ARGUMENTS..; compiled quickly rather than well, for these processes only coordinate
  local log=$1; shift
  exec "$java" "${opens[@]}" -Xmx1g -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$SPARK_HOME/jars/*" "$@" > "$log" 2>&1
}
await() { for (( i = 0; i < 600; i++ )); do grep -q "$1" "$2" 2> /dev/null && return; sleep 0.2; done; echo "waited in vain for '$1' in $2"; tail "$2"; exit 2; }

spark "$home/master.log" org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0 & started+=($!)
await 'Starting Spark master at' "$home/master.log"
master=$(grep -o 'spark://[0-9.:]*' "$home/master.log" | head -1)
for (( w = 0; w < workers; w++ )); do
  spark "$home/worker-$w.log" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --port 0 --webui-port 0 \
    --cores "$cores" --memory 8g --work-dir "$home/work-$w" "$master" & started+=($!)
  await 'Successfully registered' "$home/worker-$w.log"
done
cpu; before=$cpu from=$(date +%s.%N)
(spark "$home/job.log" org.apache.spark.deploy.SparkSubmit --master "$master" --class dev.ecoin.spark.Job \
  --executor-memory "$memory" --conf spark.executorEnv.JAVA_HOME="$home/java" \
  --conf spark.executor.extraJavaOptions=-XX:+UseSerialGC \
  --conf spark.driver.host=127.0.0.1 --conf spark.driver.bindAddress=127.0.0.1 --conf spark.ui.enabled=false \
  "$job" fit --input "$home/values" --index index --output "$home/answers" \
  --options "$options" --partitions "$partitions") || { tail -20 "$home/job.log"; exit 1; }
to=$(date +%s.%N)
for (( i = 0; i < 100; i++ )); do [ "$(find "$home" -maxdepth 1 -name 'executor-*' | wc -l)" -ge "$workers" ] && break; sleep 0.2; done
cpu; driver=$(awk -v a="$before" -v b="$cpu" 'BEGIN { print b - a }')
# Without children, because a worker's children are the executors.
standing=$(for pid in "${started[@]}"; do cat "/proc/$pid/stat"; done |
  awk -v hertz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); ticks += $12 + $13 } END { print ticks / hertz }')
stop
executors=$(for file in "$home"/executor-*; do seconds 2 "$file"; done | awk '{ sum += $1 } END { print sum }')
peak=$(sort -nk2 "$home"/peak-* | tail -1 | awk '{ print $2 / 1024 }')

awk -v n="$series" -v p="$process" -v d="$driver" -v s="$standing" -v e="$executors" -v t="$process_time" -v f="$from" -v u="$to" \
  -v peak="$peak" 'BEGIN {
  c = d + s + e
  printf "one fit process  %9.1f processor s  %8.4f a series  %7.1f s  %7.1f series/s and processor second\n", p, p / n, t, n / p
  printf "the cluster      %9.1f processor s  %8.4f a series  %7.1f s  %7.1f series/s and processor second\n", c, c / n, u - f, n / c
  printf "of which executors %.1f, driver %.1f, master and workers %.1f\n", e, d, s
  printf "overhead of Spark %.1f%%; largest executor %d MB; a million series at this cost: %.1f core hours\n", 100 * (c / p - 1), peak, c / n * 1e6 / 3600
}'
tool SameAnswers "$home/answers" "$home/fit.jsonl" "$series" || { echo "FAILED: answers are missing, twice, or differ"; exit 1; }
