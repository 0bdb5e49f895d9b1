// What is seen in a smooth surface: the radiance that comes from where `it` mirrors the eye's ray.

// Streets reflect houses more than sky, and no ray finds them here; a share that falls with the angle stands for them.
vec3 mirrored(Surface it) {
    vec3 towards = reflect(it.direction, it.normal);
    return mix(ground_light * 2.0, clear_sky(towards), 0.9 * smoothstep(-0.1, 0.7, towards.z));
}
