// The sun's shadow map, looked up.
uniform float shadow_strength;  // 0 when there is no shadow map
uniform mat4 cascade[2];        // world -> -1..1, depth 0..1
uniform vec2 cascade_texel;     // metres
uniform sampler2DShadow shadows;

float lookup(vec3 position, int number) {
    vec3 place = (cascade[number] * vec4(position, 1.0)).xyz;
    vec2 corner = vec2((place.x * 0.5 + 0.5 + float(number)) * 0.5, place.y * 0.5 + 0.5);
    vec2 texel = vec2(0.5, 1.0) / SHADOW_SIDE;
    float sum = 0.0;
    for (int row = -1; row <= 1; ++row)
        for (int column = -1; column <= 1; ++column)
            sum += texture(shadows, vec3(corner + vec2(column, row) * 1.3 * texel, place.z - 2e-5));
    return sum / 9.0;
}

// Share of the sun's light that arrives; `facing` is the cosine between the normal and the sun.
float sunlit(vec3 position, vec3 normal, float facing) {
    for (int number = 0; number < 2; ++number) {
        vec3 offset = normal * cascade_texel[number] * (1.2 + 2.0 * (1.0 - facing));
        vec2 place = abs((cascade[number] * vec4(position, 1.0)).xy);
        float edge = max(place.x, place.y);
        if (edge < 0.97) {
            float fade = number == 1 ? smoothstep(0.8, 0.97, edge) : 0.0;
            return mix(lookup(position + offset, number), 1.0, fade);
        }
    }
    return 1.0;
}
