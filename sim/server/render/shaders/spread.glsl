// Twice the size, eight taps (dual filter; Bjorge 2015).
vec3 spread(sampler2D source, vec2 place) {
    vec2 texel = 0.5 / vec2(textureSize(source, 0));
    vec3 sum = vec3(0.0);
    for (int number = 0; number < 4; ++number) {
        vec2 side = vec2(number & 1, number >> 1) * 2.0 - 1.0;
        vec2 axis = number < 2 ? vec2(side.x * 2.0, 0.0) : vec2(0.0, side.x * 2.0);
        sum += textureLod(source, place + side * texel, 0.0).rgb * 2.0;
        sum += textureLod(source, place + axis * texel, 0.0).rgb;
    }
    return sum / 12.0;
}
