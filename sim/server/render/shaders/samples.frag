flat in uint shared_key;

layout(location = 0) out uint key_out;

void main() {
    key_out = shared_key;
}
