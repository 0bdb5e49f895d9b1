// Street lamps and headlights: the radiance that `it` sends to the eye because of them.
vec3 lamp_light(Surface it) {
    return vec3(0.0);
}
