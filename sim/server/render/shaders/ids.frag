#ifdef CUTOUT
#include "cutout.glsl"
in vec2 tile;
flat in uint layer;
#endif

flat in uint key;

layout(location = 0) out uint identity_out;

void main() {
#ifdef CUTOUT
    float level = cut_level(tile);
    if (textureLod(textures, vec3(tile, float(layer - 1u)), level).a < threshold(layer - 1u, level))
        discard;
#endif
    identity_out = key;
}
