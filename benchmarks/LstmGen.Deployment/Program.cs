// A program that serves one model of ours and nothing else. Started by LstmGen.Benchmarks with the path of the weights.
using LstmGen;
using LstmGen.Deployment;

var model = new Forecaster(LstmWeights.Load(args[0]));
LstmState state = model.CreateState();
float[] input = [Serving.Input];
float[] output = new float[Forecaster.Shape.OutputSize];
Serving.Run(model.KernelSet, () =>
{
    model.Step(input, state, output);
    return output[0];
});
