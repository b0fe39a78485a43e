# make-image.sh ENGINE FOLDER NAME: an image of a shell and what it needs, from this machine's own files.
set -eu
engine=$1 root=$2 name=$3
mkdir -p "$root/bin" "$root/tmp" "$root/proc" "$root/dev" "$root/sys" "$root/etc"
for program in sh sleep mkdir cat id chown; do
  file=$(readlink -f "$(command -v "$program")")
  cp "$file" "$root/bin/$program"
  # The libraries, under the very paths that the loader looks for them.
  ldd "$file" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
done
tar -C "$root" -c . | "$engine" import - "$name"
