// A drop is a small fisheye out of focus: it shows the scene about it upside down, with a dark rim.
uniform sampler2D picture;
uniform vec2 aspect;

in vec2 place;
flat in vec4 drop;
layout(location = 0) out vec4 color;

void main() {
    float angle = atan(place.y, place.x);
    float wobble = 1.0 - 0.10 * sin(angle * 2.0 + drop.w * 6.3) - 0.06 * sin(angle * 3.0 + drop.w * 17.0);
    float far = length(place) / wobble * 1.18;
    vec2 bent = drop.xy - place * aspect * (0.9 + 2.2 * far * far) * 0.16;
    vec2 centre = bent * 0.5 + 0.5;
    vec3 sum = vec3(0.0);
    for (int row = -1; row <= 1; ++row)
        for (int column = -1; column <= 1; ++column)
            sum += textureLod(picture, centre + vec2(column, row) * aspect * drop.z * 0.22, 0.0).rgb;
    float rim = smoothstep(0.35, 1.0, far);
    float gleam = 1.0 - smoothstep(0.0, 0.6, length(place - vec2(-0.2, -0.3)));
    vec3 shown = sum / 9.0 * (1.04 - 0.22 * rim) + 0.03 * gleam;
    color = vec4(shown, (1.0 - smoothstep(0.45, 1.0, far)) * 0.85);
}
