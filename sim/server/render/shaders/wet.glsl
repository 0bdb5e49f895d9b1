// Rain on the ground: what is wet is darker and glossier, hollows fill with puddles.
uniform float wetness;    // 0..1
uniform float puddles;    // 0..1; half of the flat ground is under water at 1
uniform vec2 ripples;     // how far rain tilts the water, seconds

// How far water stands above the ground, in units of the noise's height: broad hollows with fine shores.
float hollow(vec2 place) {
    float broad = textureLod(noise, place * 0.031, 0.0).r - 0.5;
    float fine = textureLod(noise, place.yx * 0.23, 0.0).r - 0.5;
    // Noise is as good as normal: 1.9 deviations are the deepest hollow alone, none is half of the ground.
    return 0.7 * broad + 0.3 * fine - 0.127 * 1.9 * (1.0 - puddles);
}

// The normal of water that drops fall into: two patterns that wander across each other.
vec3 rippled(vec2 place, float depth) {
    vec2 drift = vec2(0.11, 0.07) * ripples.y;
    float here = textureLod(noise, place * 0.9 + drift, 0.0).r;
    float there = textureLod(noise, place.yx * 1.1 - drift, 0.0).r;
    return normalize(vec3(vec2(here, there) * 2.0 - 1.0, 0.0) * ripples.x / (1.0 + 0.02 * depth * depth)
                     + vec3(0.0, 0.0, 1.0));
}

void soak(inout Surface it) {
    if (wetness > 0.0 && it.normal.z > 0.4) {
        float flat_ = smoothstep(0.4, 0.9, it.normal.z);
        // A film of water is nowhere even: without this a road is one white sheet under a grey sky.
        float film = smoothstep(0.3, 0.7, textureLod(noise, it.position.xy * 0.31, 0.0).r);
        float pool = puddles > 0.0 ? smoothstep(0.0, 0.03, hollow(it.position.xy)) : 0.0;
        pool *= it.shine < 1.0 ? 0.0 : smoothstep(0.95, 0.99, it.normal.z);
        it.albedo *= 1.0 - flat_ * (0.5 * wetness + 0.25 * pool);
        it.roughness = mix(it.roughness, mix(0.62, 0.42, film), 0.85 * flat_ * wetness * it.shine);
        it.roughness = mix(it.roughness, 0.04, pool);
        it.normal = normalize(mix(it.normal, rippled(it.position.xy, it.depth), pool));
    }
}
