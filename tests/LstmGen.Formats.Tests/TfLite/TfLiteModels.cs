using LstmGen.Formats;

namespace LstmGen.Tests.Formats.TfLite;

/// <summary>Classes of the networks that the files have, and what they give.</summary>
internal static class TfLiteModels
{
    internal static float[] Run<TModel>(LstmModelFile model, ReadOnlySpan<float> x)
        where TModel : class, ILstmModel<TModel>
    {
        TModel network = TModel.Create(model.Weights);
        bool one = model.Network.Network?.Outputs == LstmOutputs.Last;
        var y = new float[(one ? 1 : x.Length / TModel.Shape.Input) * TModel.Shape.OutputSize];
        network.Run(x, network.CreateState(), y);
        return y;
    }
}

[LstmModel(5, input: 2, Projection = 3, Peepholes = true, Norm = LstmNorm.Gates, NormEpsilon = 1e-8f, CellClip = 0.6f, ProjectionClip = 0.5f)]
internal sealed partial class Full;

[LstmNetwork(3, Outputs = LstmOutputs.Last)]
[Lstm(4, CoupledGates = LstmCoupledGates.InputFromForget, Peepholes = true, CandidateActivation = LstmActivation.Relu, OutputActivation = LstmActivation.Relu)]
[Dense(3, Activation = LstmActivation.Relu)]
[Dense(2, Softmax = true)]
internal sealed partial class LastStep;

[LstmNetwork(2)]
[Lstm(4)]
[Lstm(3)]
[Dense(2, Activation = LstmActivation.Tanh)]
internal sealed partial class SmallWeights;

[LstmModel(3, input: 2, Direction = LstmDirection.Both)]
internal sealed partial class BothWays;

[LstmModel(20, input: 28)]
internal sealed partial class Digits;

[LstmNetwork(257)]
[Lstm(128)]
[Lstm(128)]
[Dense(257, Activation = LstmActivation.Sigmoid)]
internal sealed partial class Denoiser;
