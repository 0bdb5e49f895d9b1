// What is seen in a smooth surface: the radiance that comes from where `it` mirrors the eye's ray.

vec3 mirrored(Surface it) {
    return environment(reflect(it.direction, it.normal), it.roughness);
}
