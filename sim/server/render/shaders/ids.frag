#ifdef HOLES
#include "cutout.glsl"
in vec2 tile;
flat in uint layer;
#endif

flat in uint key;

layout(location = 0) out uint identity_out;

void main() {
#ifdef HOLES
    if (cut_texel(tile, layer - 1u, cut_level(tile)).a < THRESHOLD)
        discard;
#endif
    identity_out = key;
}
