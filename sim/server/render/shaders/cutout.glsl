// Holes in textures; the rule is written down in textures.py. And what else a layer of the texture array has.
uniform sampler2DArray textures;
uniform sampler2D rules;        // a row per layer: threshold of each mip level, then the relief in metres

const int LAST_CUT_LEVEL = 6;

float cut_level(vec2 place) {
    vec2 across = dFdx(place);
    vec2 down = dFdy(place);
    float side = float(textureSize(textures, 0).x);
    float area = abs(across.x * down.y - across.y * down.x) * side * side;
    return clamp(floor(0.5 * log2(max(area, 1e-12)) + 0.5), 0.0, float(LAST_CUT_LEVEL));
}

float threshold(uint number, float level) {
    return texelFetch(rules, ivec2(int(level), int(number)), 0).r;
}

float relief(uint number) {
    return texelFetch(rules, ivec2(LAST_CUT_LEVEL + 1, int(number)), 0).r;
}
