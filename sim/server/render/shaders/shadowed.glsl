// The sun's shadow map, looked up: squares of growing size, side by side.
uniform float shadow_strength;  // 0 when there is no shadow map
uniform int cascades;
uniform mat4 cascade[4];        // world -> -1..1, depth 0..1
uniform vec4 cascade_texel;     // metres
uniform sampler2DShadow shadows;

const float PENUMBRA = 0.055;   // metres, half the width of a shadow's edge

// How much of each of a pair of texels, at `first` and one further, lies within `reach` of `middle`.
vec2 overlap(float first, float middle, float reach) {
    vec2 at = vec2(first, first + 1.0);
    return clamp(min(at + 0.5, middle + reach) - max(at - 0.5, middle - reach), 0.0, 1.0);
}

// Share of a square around a place that the light reaches; exact, so that no grain needs to be filtered away.
float lit_share(vec3 place, int number) {
    vec2 size = vec2(textureSize(shadows, 0));
    vec2 middle = vec2((place.x * 0.5 + 0.5 + float(number)) / float(cascades), place.y * 0.5 + 0.5) * size - 0.5;
    float reach = clamp(PENUMBRA / cascade_texel[number], 0.8, 2.5);
    vec2 base = floor(middle);
    float sum = 0.0;
    for (int row = -2; row <= 2; row += 2) {
        vec2 down = overlap(base.y + float(row), middle.y, reach);
        for (int column = -2; column <= 2; column += 2) {
            vec2 across = overlap(base.x + float(column), middle.x, reach);
            vec4 found = textureGather(shadows, (base + vec2(column, row) + 1.0) / size, place.z - 2e-5);
            sum += dot(found, vec4(across.xy, across.yx) * down.yyxx);
        }
    }
    return sum / (4.0 * reach * reach);
}

// Share of the sun's light that arrives; `facing` is the cosine between the normal and the sun.
float sunlit(vec3 position, vec3 normal, float facing) {
    int number = 0;
    float edge = 0.0;
    for (; number < cascades; ++number) {
        vec2 place = abs((cascade[number] * vec4(position, 1.0)).xy);
        edge = max(place.x, place.y);
        if (edge < 0.98)
            break;
    }
    int found = min(number, cascades - 1);
    float slope = sqrt(max(1.0 - facing * facing, 0.0));
    float texel = cascade_texel[found];
    vec3 offset = normal * (texel * 1.2 + min(2.0 * texel, PENUMBRA) * 1.2 * slope);
    float lit = lit_share((cascade[found] * vec4(position + offset, 1.0)).xyz, found);
    return mix(lit, 1.0, found == cascades - 1 ? smoothstep(0.8, 0.98, edge) : 0.0);
}
