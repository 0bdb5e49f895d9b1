flat in uint key;

layout(location = 0) out uint identity_out;

void main() {
    identity_out = key;
}
