# Sourced by benchmarks of the numeric library: sets here, the directory of this file, and packages the benchmarks, by
# the wrapper or by another Maven that MAVEN names.

here=$(cd "$(dirname "$0")" && pwd)
"${MAVEN:-$here/../mvnw}" -q -f "$here/pom.xml" package

# Runs a class, with java's options before its name.
library() { java -cp "$here/target/classes:$here/target/lib/*" "$@"; }
