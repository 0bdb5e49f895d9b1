#ifdef HOLES
#include "cutout.glsl"
in vec2 tile;
flat in uint layer;
#endif

flat in uint shared_key;

layout(location = 0) out uint key_out;

void main() {
#ifdef HOLES
    float level = cut_level(tile);
    int kept = 0;
    for (int number = 0; number < 4; ++number) {
        vec2 place = interpolateAtSample(tile, number);
        if (textureLod(textures, vec3(place, float(layer - 1u)), level).a >= THRESHOLD)
            kept |= 1 << number;
    }
    gl_SampleMask[0] = kept;
#endif
    key_out = shared_key;
}
