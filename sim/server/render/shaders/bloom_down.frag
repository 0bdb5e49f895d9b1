// Half the size, five taps (dual filter; Bjorge 2015).
uniform sampler2D source;

in vec2 point;
layout(location = 0) out vec4 light;

void main() {
    vec2 place = point * 0.5 + 0.5;
    vec2 texel = 1.0 / vec2(textureSize(source, 0));
    vec3 sum = textureLod(source, place, 0.0).rgb * 4.0;
    for (int number = 0; number < 4; ++number) {
        vec2 side = vec2(number & 1, number >> 1) * 2.0 - 1.0;
        sum += textureLod(source, place + side * texel, 0.0).rgb;
    }
    light = vec4(sum / 8.0, 1.0);
}
