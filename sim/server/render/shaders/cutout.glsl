// Holes in textures; the rule is written down in textures.py.
uniform sampler2DArray textures;

const float LAST_CUT_LEVEL = 6.0;
const float THRESHOLD = 0.5;    // less than this in the fourth channel is a hole

float cut_level(vec2 place) {
    vec2 across = dFdx(place);
    vec2 down = dFdy(place);
    float side = float(textureSize(textures, 0).x);
    float area = abs(across.x * down.y - across.y * down.x) * side * side;
    return clamp(floor(0.5 * log2(max(area, 1e-12)) + 0.5), 0.0, LAST_CUT_LEVEL);
}

// A bilinear read with all bits of the weights: samplers have eight, too few for what decides about ids.
vec4 cut_texel(vec2 place, uint number, float level) {
    int lod = int(level);
    // Not textureSize(textures, lod): where the level varies, Mesa's software answers with that of a neighbour.
    int mask = (textureSize(textures, 0).x >> lod) - 1;
    vec2 at = place * float(mask + 1) - 0.5;
    ivec2 low = ivec2(floor(at));
    vec2 part = at - vec2(low);
    ivec2 high = (low + 1) & mask;
    low &= mask;
    int layer_ = int(number);
    vec4 top = mix(texelFetch(textures, ivec3(low, layer_), lod),
                   texelFetch(textures, ivec3(high.x, low.y, layer_), lod), part.x);
    vec4 bottom = mix(texelFetch(textures, ivec3(low.x, high.y, layer_), lod),
                      texelFetch(textures, ivec3(high, layer_), lod), part.x);
    return mix(top, bottom, part.y);
}
