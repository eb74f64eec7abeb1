using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;
using LstmGen.Kernels;

namespace LstmGen.Dynamic;

/// <summary>What a description says, by the rules of the compiler.</summary>
/// <param name="Model">The network, as the generator would read it from a class.</param>
/// <param name="Shape">The shape that the generated class would have.</param>
internal sealed record DescribedNetwork(ModelSpec Model, LstmShape Shape)
{
    /// <summary>Whether it can take one step after the other.</summary>
    internal bool Streams { get; } = Network.Of(Model).Streams;

    /// <exception cref="ArgumentException">Something is out of range or does not fit together.</exception>
    internal static DescribedNetwork Read(LstmNetworkDescription description)
    {
        ModelSpec model = description.Model is { } attribute ? Short(AttributeValues.Of(attribute)) : Long(description);
        return new(model, ShapeOf(model));
    }

    private static ModelSpec Short(AttributeValues attribute)
    {
        var faults = new List<ArgumentFault>();
        ModelSpec model = attribute.Apply(Nothing, faults);
        if (attribute.Check(model, faults) && faults.Count == 0)
        {
            attribute.CheckTotal(model, faults);
        }

        Require(faults, []);
        return model;
    }

    private static ModelSpec Long(LstmNetworkDescription description)
    {
        var faults = new List<ArgumentFault>();
        AttributeValues attribute = AttributeValues.Of(description.Network!);
        AttributeValues[] layers = [.. description.Layers.Select(AttributeValues.Of)];
        ModelSpec network = attribute.Apply(Nothing, faults, DeclaredLayers.Skip);
        attribute.Check(network, faults);
        network = DeclaredLayers.Read("The description", network, attribute, layers, faults);
        if (faults.Count == 0)
        {
            attribute.CheckTotal(network, faults);
        }

        Require(faults, layers);
        return network;
    }

    private static ModelSpec Nothing => ModelSpec.Default(new("", default, "", "", "", ""));

    private static void Require(List<ArgumentFault> faults, AttributeValues[] layers)
    {
        if (faults.Count > 0)
        {
            var attribute = (AttributeValues)faults[0].Of;
            int layer = Array.IndexOf(layers, attribute);
            throw new ArgumentException($"{attribute.Words}{(layer < 0 ? "" : $", layer {layer} of the description")}: {faults[0].Message}.", "description");
        }
    }

    private static LstmShape ShapeOf(ModelSpec model)
    {
        var shape = new LstmShape(model.Input, model.Hidden, model.Layers, model.Output, model.Bias, (LstmActivations)model.Activations, Options(model.Cell))
        {
            Projection = model.Projection,
            Direction = (LstmDirection)model.Direction,
            Merge = (LstmMerge)model.Merge,
            Outputs = (LstmOutputs)model.Outputs,
            Weights = (LstmNumbers)model.Weights,
            EmbeddedTokens = model.Embedding > 0 ? model.Tokens : 0,
        };
        if (!model.IsNetwork)
        {
            return shape;
        }

        var network = Network.Of(model);
        return shape with { Parts = new LstmParts(NetworkWords.Of(model), network.OutputSize, [.. network.Parts.Select(part => part.Part)]) };
    }

    private static LstmCellOptions Options(CellSpec cell) => new()
    {
        Peepholes = cell.Peepholes,
        CoupledGates = (LstmCoupledGates)cell.CoupledGates,
        GateActivation = (LstmActivation)ActivationRole.Gate.Function(cell),
        GateAlpha = cell.Gate.Alpha ?? float.NaN,
        GateBeta = cell.Gate.Beta ?? float.NaN,
        CandidateActivation = (LstmActivation)ActivationRole.Candidate.Function(cell),
        CandidateAlpha = cell.Candidate.Alpha ?? float.NaN,
        CandidateBeta = cell.Candidate.Beta ?? float.NaN,
        OutputActivation = (LstmActivation)ActivationRole.Output.Function(cell),
        OutputAlpha = cell.Output.Alpha ?? float.NaN,
        OutputBeta = cell.Output.Beta ?? float.NaN,
        Clip = cell.Clip,
        CellClip = cell.CellClip,
        ProjectionClip = cell.ProjectionClip,
        Norm = (LstmNorm)cell.Norm,
        NormEpsilon = cell.NormEpsilon ?? CellSpec.DefaultNormEpsilon,
        LearnedInitialState = cell.LearnedInitialState,
        HiddenZoneout = cell.HiddenZoneout,
        CellZoneout = cell.CellZoneout,
    };
}
