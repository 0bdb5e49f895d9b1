// Rain on the ground: what is wet is darker and glossier, hollows fill with puddles.
uniform float wetness;    // 0..1
uniform float puddles;    // 0..1, share of flat ground under water

void soak(inout Surface it) {
    if (wetness > 0.0 && it.normal.z > 0.4) {
        float flat_ = smoothstep(0.4, 0.9, it.normal.z);
        // A film of water is nowhere even: without this a road is one white sheet under a grey sky.
        float film = smoothstep(0.35, 0.65, textureLod(noise, it.position.xy * 0.31, 0.0).r);
        float hollow = textureLod(noise, it.position.xy * 0.045, 0.0).r - 0.77 + 0.75 * puddles + 0.05 * film;
        float pool = puddles > 0.0 ? smoothstep(0.0, 0.1, hollow) : 0.0;
        pool *= it.shine < 1.0 ? 0.0 : smoothstep(0.985, 0.999, it.normal.z);
        it.albedo *= 1.0 - flat_ * (0.5 * wetness + 0.25 * pool);
        it.roughness = mix(it.roughness, mix(0.72, 0.5, film), 0.8 * flat_ * wetness * it.shine);
        it.roughness = mix(it.roughness, 0.04, pool);
        it.normal = normalize(mix(it.normal, vec3(0.0, 0.0, 1.0), pool));
    }
}
