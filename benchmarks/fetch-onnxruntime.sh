#!/usr/bin/env bash
# Fetches the native library of ONNX Runtime into benchmarks/.peers/onnxruntime/, where the benchmarks look for it: out of the npm package
# onnxruntime-node, checked by its hash. Does nothing where it is there already. Needs npm and 115 MB of download.
set -euo pipefail
version=1.30.0
library=libonnxruntime.so.1
folder=$(cd "$(dirname "$0")" && pwd)/.peers/onnxruntime

case "$(uname -s) $(uname -m)" in
  'Linux x86_64') platform=linux/x64 hash=ffb75a925ba05e47b235bb66e3e3911714a80b328a9c9425539feb204aa32a23 ;;
  'Linux aarch64') platform=linux/arm64 hash=1f549d46250b005580b597f4164984aaf75b3bcb9f3aeb07c7f8a8fe60b23c76 ;;
  *)
    echo "$(uname -s) $(uname -m): Linux on x86_64 or aarch64 was expected. Set LSTMGEN_ONNXRUNTIME to an ONNX Runtime library instead." >&2
    exit 1
    ;;
esac

is_expected() { echo "$hash  $1" | sha256sum --check --status 2>/dev/null; }

if is_expected "$folder/$library"; then
  echo "$folder/$library is there already (ONNX Runtime $version)"
  exit
fi

command -v npm >/dev/null || { echo "npm was not found; it is needed to fetch onnxruntime-node@$version" >&2; exit 1; }
mkdir -p "$folder"
temporary=$(mktemp -d "$folder/fetch.XXXXXX") # beside the target, so that the last step is a rename
trap 'rm -rf "$temporary"' EXIT
npm pack --loglevel=error --pack-destination "$temporary" "onnxruntime-node@$version" >/dev/null
tar -xzf "$temporary/onnxruntime-node-$version.tgz" -C "$temporary" --strip-components 5 "package/bin/napi-v6/$platform/$library"
if ! is_expected "$temporary/$library"; then
  echo "$library of onnxruntime-node@$version has sha256 $(sha256sum <"$temporary/$library" | cut -d' ' -f1); $hash was expected" >&2
  exit 1
fi

mv "$temporary/$library" "$folder/$library"
echo "$folder/$library (ONNX Runtime $version)"
