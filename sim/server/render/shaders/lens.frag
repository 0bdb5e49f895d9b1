// The lens: where in the pinhole's picture each pixel looks, red and blue a little apart.
uniform sampler2D picture;
uniform sampler2D places;         // pixels, centres at halves; not read when nothing is distorted
uniform bool distorted;
uniform vec2 fringe;              // how far red and blue part, share of the distance left alone

in vec2 point;
layout(location = 0) out vec4 color;

void main() {
    vec2 size = vec2(textureSize(picture, 0));
    vec2 place = distorted ? texelFetch(places, ivec2(gl_FragCoord.xy), 0).rg : gl_FragCoord.xy;
    vec2 arm = place - 0.5 * size;
    float far = length(arm / (0.5 * size)) * 0.70711;
    vec2 apart = arm * fringe.x * max(far - fringe.y, 0.0) / max(1.0 - fringe.y, 1e-3);
    float red = textureLod(picture, (place - apart) / size, 0.0).r;
    float green = textureLod(picture, place / size, 0.0).g;
    float blue = textureLod(picture, (place + apart) / size, 0.0).b;
    color = vec4(red, green, blue, 1.0);
}
