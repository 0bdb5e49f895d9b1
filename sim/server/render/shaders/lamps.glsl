// Street lamps and headlights: the light that they throw on what they reach. See lamps.py, power.py.
#define TILE 32
#define TILE_SLOTS 16           // how many, then which

layout(std430, binding = 1) readonly buffer LampTable {
    vec4 lamps[];               // three per lamp: position, reach; axis, edge; color
};
layout(std430, binding = 2) readonly buffer LampTiles {
    uint lamp_tiles[];
};

uniform int tile_columns;       // 0: no lamp is in view

// Beam, distance and color: irradiance / pi on what faces the lamp, `gap` metres away.
vec3 lamp_beam(int first, vec3 towards, float gap) {
    vec4 axis = lamps[first + 1];
    float near = gap / lamps[first].w;
    float fade = max(1.0 - near * near * near * near, 0.0);
    float beam = smoothstep(axis.w, mix(axis.w, 1.0, 0.5), -dot(axis.xyz, towards));
    return lamps[first + 2].rgb * (beam * fade * fade / (gap * gap + 0.05));
}

// Radiance that `it` sends to the eye because of one lamp (GGX highlight of a lamp that has a size).
vec3 one_lamp(Surface it, int first) {
    vec3 away = lamps[first].xyz - it.position;
    float gap = max(length(away), 1e-3);
    vec3 towards = away / gap;
    float facing = max(dot(it.normal, towards), 0.0);
    float through = max(-dot(it.normal, towards), 0.0) * 0.28 * it.translucency;
    vec3 base = mix(vec3(0.04), it.albedo, it.metallic);
    vec3 halfway = normalize(towards - it.direction);
    float across = max(dot(it.normal, halfway), 0.0);
    float alpha = max(it.roughness * it.roughness, 0.02);
    float spread = across * across * (alpha * alpha - 1.0) + 1.0;
    float view = max(-dot(it.normal, it.direction), 0.05);
    float gloss = min(alpha * alpha / (spread * spread) * 0.25 / (view + facing + 0.1), 6.0);
    vec3 tint = base + (1.0 - base) * pow(1.0 - max(-dot(it.direction, halfway), 0.0), 5.0);
    vec3 sent = it.albedo * (1.0 - it.metallic) * (facing + through) + tint * gloss * facing;
    return lamp_beam(first, towards, gap) * sent;
}

vec3 lamp_light(Surface it) {
    ivec2 tile = it.pixel / TILE;
    int list = (tile.y * tile_columns + tile.x) * TILE_SLOTS;
    int count = tile_columns > 0 ? int(lamp_tiles[list]) : 0;
    vec3 sum = vec3(0.0);
    for (int number = 0; number < count; ++number)
        sum += one_lamp(it, 3 * int(lamp_tiles[list + 1 + number]));
    return sum;
}
