#ifdef HOLES
#include "cutout.glsl"
in vec2 tile;
flat in uint layer;
#endif

void main() {
#ifdef HOLES
    if (textureLod(textures, vec3(tile, float(layer - 1u)), cut_level(tile)).a < THRESHOLD)
        discard;
#endif
}
