using LstmGen.TestKit.Models;

namespace LstmGen.TestKit.Reference;

/// <summary>Turns the float weights of a test into the reference model, exactly.</summary>
internal static class ReferenceModels
{
    internal static ReferenceLstm Of(TestWeights weights)
    {
        LstmShape shape = weights.Shape;
        var layers = new ReferenceLayer[shape.Layers];
        for (int index = 0; index < layers.Length; index++)
        {
            TestLayer layer = weights.Layers[index];
            layers[index] = new ReferenceLayer(
                shape.LayerInput(index), shape.Hidden, Widen(layer.WeightIh), Widen(layer.WeightHh), Widen(layer.BiasIh), Widen(layer.BiasHh))
            {
                PeepholeI = Widen(layer.PeepholeI),
                PeepholeF = Widen(layer.PeepholeF),
                PeepholeO = Widen(layer.PeepholeO),
                Coupled = shape.CellOptions.CoupledGates,
                Gate = Gate(shape.CellOptions),
                Candidate = Candidate(shape.CellOptions),
                Output = Output(shape.CellOptions),
                Clip = Bound(shape.CellOptions.Clip),
                CellClip = Bound(shape.CellOptions.CellClip),
            };
        }

        return new ReferenceLstm(
            layers, shape.HasHead ? new ReferenceHead(shape.Output, Widen(weights.HeadWeight), Widen(weights.HeadBias)) : null);
    }

    internal static ReferenceActivation Gate(LstmCellOptions options) => new(options.GateActivation, options.GateAlpha, options.GateBeta);

    internal static ReferenceActivation Candidate(LstmCellOptions options) => new(options.CandidateActivation, options.CandidateAlpha, options.CandidateBeta);

    internal static ReferenceActivation Output(LstmCellOptions options) => new(options.OutputActivation, options.OutputAlpha, options.OutputBeta);

    /// <summary>A bound of an option, where 0 is none.</summary>
    internal static double Bound(float bound) => bound > 0 ? bound : double.PositiveInfinity;

    /// <summary>What the names of matrices and biases have between them and the layer's number.</summary>
    internal static string Rows(LstmCoupledGates coupled) => coupled switch
    {
        LstmCoupledGates.InputFromForget => "_fgo",
        LstmCoupledGates.ForgetFromInput => "_igo",
        _ => "",
    };

    /// <summary>Every tensor of parameters or of their gradients by name, in PyTorch's order; empty ones are left out.</summary>
    internal static IEnumerable<(string Name, double[] Values)> Parameters(ReferenceLayer[] layers, ReferenceHead? head)
    {
        var all = new List<(string Name, double[] Values)>();
        for (int index = 0; index < layers.Length; index++)
        {
            ReferenceLayer layer = layers[index];
            string gates = Rows(layer.Coupled);
            all.Add(($"weight_ih{gates}_l{index}", layer.WeightIh));
            all.Add(($"weight_hh{gates}_l{index}", layer.WeightHh));
            all.Add(($"bias_ih{gates}_l{index}", layer.BiasIh));
            all.Add(($"bias_hh{gates}_l{index}", layer.BiasHh));
            all.Add(($"peephole_i_l{index}", layer.PeepholeI));
            all.Add(($"peephole_f_l{index}", layer.PeepholeF));
            all.Add(($"peephole_o_l{index}", layer.PeepholeO));
        }

        all.Add(("head.weight", head?.Weight ?? []));
        all.Add(("head.bias", head?.Bias ?? []));
        return all.Where(tensor => tensor.Values.Length > 0);
    }

    internal static double[] Widen(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (int index = 0; index < wide.Length; index++)
        {
            wide[index] = values[index];
        }

        return wide;
    }
}
