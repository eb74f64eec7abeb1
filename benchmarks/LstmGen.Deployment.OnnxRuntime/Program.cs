// A program that serves one model in ONNX Runtime and nothing else. Started by LstmGen.Benchmarks with the path of a model of 1 feature.
using LstmGen.Benchmarks.Peers.OnnxRuntime;
using LstmGen.Deployment;
using Microsoft.ML.OnnxRuntime;

const int layers = 2;
const int hidden = 128;

using var session = new OrtSession(File.ReadAllBytes(args[0]), threads: 1);
OrtTensor input = session.Create(1, 1, 1);
input.Floats[0] = Serving.Input;
var even = new OrtStates(session, layers, batch: 1, hidden);
var odd = new OrtStates(session, layers, batch: 1, hidden);
OrtIoBinding[] bindings =
[
    session.Bind([(OnnxNames.Input, input.Value), .. even.Inputs], odd.Outputs),
    session.Bind([(OnnxNames.Input, input.Value), .. odd.Inputs], even.Outputs),
];
int calls = 0;
Serving.Run(OrtSession.Version(), () =>
{
    session.Run(bindings[calls % 2]);
    return (++calls % 2 == 0 ? even : odd).Hidden[^1].Floats[0];
});
