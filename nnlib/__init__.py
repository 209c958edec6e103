"""The shared package of the course on gradient descent and backpropagation.

Three floors, and imports only ever point down:

    widgets   sliders -> a pure function -> a picture
    plots     draw on an Axes that is handed in; scenes
    maths     arrays in, frozen dataclasses out: functions, curves, network, costs,
              backprop, descent, training, gradcheck, mistakes, symbolic, statistics, data,
              landscape, published, published_networks

Importing `nnlib` loads nothing but this docstring: import the module you need.
"""
