using LstmGen.TestKit.Networks;
using LstmGen.TestKit.Reference;

namespace LstmGen.TestModels;

/// <summary>The registry of every compiled network that is more than layers in one direction, in the order of Networks.cs.</summary>
internal static class NetworkCases
{
    internal static IReadOnlyList<NetworkCase> All { get; } =
    [
        Whole<I6H10Both>(),
        Whole<I4H8L2Both>(),
        Whole<I5H8L2Both>(),
        Whole<I4H6BothNoBias>(),
        Of<I10H24P7>(),
        Whole<I6H16P5L2Both>(),
        Whole<I3H5ReversePeepholes>(),
        Whole<I5H7BothPeepholes>(),
        Of<I5H8NormProducts>(),
        Of<I8H32NormProducts>(),
        Of<I5H8NormGates>(),
        Of<I6H20NormGates>(),
        new(ModelCase.Of<I5H8Gru>(), ReferenceNetworks.Gru("gru.", "_l0", 0, 5, 8), [8], [0]),
        new(ModelCase.OfWhole<I4H20L2GruBoth>(), GruBothReference(), [20, 20, 20, 20], [0, 0, 0, 0]),
        Whole<I3H20L3O2BothSum>(),
        Whole<I9H17L2BothMultiplyFast>(),
        Whole<I2H33O5BothAveragePeepholes>(),
        Whole<I8H12L2O3Reverse>(),
        Whole<I40H40L2O6BothCoupledHardClipped>(),
        Of<I12H100P36L2O4NoBias>(),
        Of<I32H128P16>(),
        new(ModelCase.OfWhole<Tagger>(), TaggerReference(), [20, 20, 5], [20, 20, 18]),
        new(ModelCase.Of<Stepper>(), StepperReference(), [16, 16, 16], [16, 16, 16]),
        new(ModelCase.OfWhole<Funnel>(), FunnelReference(), [70, 8, 8], [70, 8, 8]),
        new(ModelCase.OfWhole<Wide>(), WideReference(), [24, 24], [24, 24]),
        Whole<I4H11L3O2BothApart>(),
        new(ModelCase.Of<Amplifier>(), AmplifierReference(), [20], [20]),
        new(ModelCase.OfWhole<Classifier>(), ClassifierReference(), [12, 12, 12, 12], [12, 12, 12, 12]),
        Of<I9H21L2O3NormSums>(),
        Of<I3H40P12L2NormCellCoupled>(),
        Whole<I6H17L2NormGatesPeepholesBothFast>(),
        Of<I1H1NormSums>(),
        new(ModelCase.Of<Gated>(), GatedReference(), [33, 33, 33, 10], [0, 0, 0, 10]),
        new(ModelCase.Of<Exponential>(), ExponentialReference(), [24, 24], [72, 72]),
        new(ModelCase.OfWhole<Backward>(), BackwardReference(), [5, 5, 19], [15, 15, 0]),
        new(
            ModelCase.Of<ResetBefore>(),
            new ReferenceChain(
                ReferenceNetworks.Gru("gru0.", "_l0", 0, 3, 37, resetAfter: false), ReferenceNetworks.Gru("gru0.", "_l1", 1, 37, 37, resetAfter: false), new ReferenceDense("dense1.", 2)),
            [37, 37], [0, 0]),
        new(
            ModelCase.OfWhole<ResetBeforeBoth>(),
            new ReferencePair(
                ReferenceNetworks.Gru("gru0.", "_l0", 0, 5, 8, new(LstmActivation.HardSigmoidSixth), resetAfter: false),
                new ReferenceReversed(ReferenceNetworks.Gru("gru0.", "_l0_reverse", 1, 5, 8, new(LstmActivation.HardSigmoidSixth), resetAfter: false)), LstmMerge.Average),
            [8, 8], [0, 0]),
        new(ModelCase.Of<Learner>(), LearnerReference(), [5, 6, 4, 7, 7], [0, 18, 0, 7, 7]),
        Of<I5H20L2O3PeepholesZoned>(),
        Of<I3H7CellZoned>(),
        Whole<I4H12P5BothCellZonedFast>(),
        new(ModelCase.Of<Zoned>(), ZonedReference(), [9, 9, 37, 70], [0, 9, 0, 70]) { Zones = true },
        Of<I6H20L2O3Last>(),
        Of<I6H20L2O3>(),
        Whole<Heard>(),
        Whole<I5H17L2BothLast>(),
        Whole<I4H9O2BothMultiplyMean>(),
        Whole<I3H33ReverseMaxFast>(),
        Whole<I4H12P5L2O2BothApartLast>(),
        new(ModelCase.OfWhole<Sentiment>(), SentimentReference(), [12, 12], [0, 0]),
        new(ModelCase.OfWhole<FromTheEnd>(), FromTheEndReference(), [6], [6]),
        new(ModelCase.OfWhole<Loudest>(), LoudestReference(), [10, 10, 40], [30, 30, 40]),
        Of<V50E7H12L2O3>(),
        Whole<V9E16H20BothLast>(),
        new(ModelCase.OfWhole<Reviewer>(), new ReferenceChain(ReferenceNetworks.Gru("gru0.", "_l0", 0, 5, 17), new ReferencePool(LstmOutputs.Mean), new ReferenceDense("dense1.", 4)), [17], [0]),
        new(ModelCase.Of<Writer>(), WriterReference(), [33], [33]),
        new(ModelCase.Of<Gelus>(), GelusReference(), [12, 7], [12, 0]),
        Of<I5H20L2O2Initial>(),
        Whole<I4H18P7L2BothPeepholesInitial>(),
        new(ModelCase.Of<Beginner>(), BeginnerReference(), [17, 17, 6, 9, 5], [0, 0, 18, 9, 0]),
        Of<I24H20L2O3Int16>(),
        Of<I24H20L2O3Int8>(),
        Of<I3H100L2PeepholesInt8>(),
        Of<I17H7FastInt16>(),
        Whole<I33H65P18BothInt8>(),
        Of<I128H128L2O32Int8>(),
        Of<I21H37O2NormGatesInt16>(),
        Of<V30H20L2O6Int8>(),
        new(ModelCase.Of<NarrowChain>(), NarrowChainReference(), [33, 24, 16], [0, 72, 16]),
        new(ModelCase.OfWhole<NarrowMean>(), NarrowMeanReference(), [21, 21], [0, 0]),
    ];

    internal static NetworkCase Get(string name) => All.Single(each => each.Name == name);

    private static NetworkCase Of<TModel>()
        where TModel : class, Training.ILstmTrainable<TModel>, ILstmStreamingModel<TModel>
        => NetworkCase.OfShape(ModelCase.Of<TModel>());

    private static NetworkCase Whole<TModel>()
        where TModel : class, Training.ILstmTrainable<TModel>
        => NetworkCase.OfShape(ModelCase.OfWhole<TModel>());

    private static ReferenceNode Lstm(string prefix, LstmShape shape, ref int index) => ReferenceNetworks.Layer(shape, prefix, "_l0", shape.Input, ref index);

    private static ReferenceNode TaggerReference()
    {
        int index = 0;
        return new ReferenceChain(
            new ReferenceDense("dense0.", 12, x => Math.Max(0, x), x => x > 0 ? 1 : 0),
            Lstm("lstm1.", new(12, 20) { Direction = LstmDirection.Both }, ref index),
            Lstm("top.", new(40, 18, CellOptions: new() { Peepholes = true, Clip = 2 }) { Projection = 5 }, ref index),
            new ReferenceDense("dense3.", 3));
    }

    private static ReferenceNode StepperReference()
    {
        int index = 0;
        return new ReferenceChain(
            Lstm("lstm0.", new(5, 16), ref index),
            ReferenceNetworks.Layer(new(16, 16), "lstm0.", "_l1", 16, ref index),
            new ReferenceResidual(new ReferenceDense("mixer.", 16, Math.Tanh, x => 1 - (Math.Tanh(x) * Math.Tanh(x)))),
            new ReferenceResidual(Lstm("lstm2.", new(16, 16, CellOptions: new() { CandidateActivation = LstmActivation.Softsign }), ref index)),
            new ReferenceDense("dense3.", 4, Logistic, x => Logistic(x) * (1 - Logistic(x))));
    }

    private static ReferenceNode FunnelReference()
    {
        int index = 0;
        return new ReferenceChain(
            Lstm("lstm0.", new(3, 70) { Direction = LstmDirection.Reverse }, ref index),
            new ReferenceDense("dense1.", 33, x => x < 0 ? 0.5 * (Math.Exp(x) - 1) : x, x => x < 0 ? 0.5 * Math.Exp(x) : 1),
            Lstm("lstm2.", new(33, 8), ref index),
            ReferenceNetworks.Layer(new(8, 8), "lstm2.", "_l1", 8, ref index));
    }

    private static ReferenceNode WideReference()
    {
        int index = 0;
        return new ReferenceChain(
            new ReferenceDense("dense0.", 24),
            new ReferenceResidual(Lstm("lstm1.", new(24, 24) { Direction = LstmDirection.Both, Merge = LstmMerge.Sum }, ref index)),
            new ReferenceDense("dense2.", 130, x => x < 0 ? (double)0.01f * x : x, x => x < 0 ? (double)0.01f : 1),
            new ReferenceDense("dense3.", 66));
    }

    private static ReferenceNode AmplifierReference()
    {
        int index = 0;
        return new ReferenceSkip(new ReferenceChain(Lstm("lstm0.", new(2, 20), ref index), new ReferenceDense("lin.", 1)));
    }

    private static ReferenceNode ClassifierReference()
        => new ReferenceChain(
            ReferenceNetworks.Of(new(9, 12, 2) { Direction = LstmDirection.BothApart, Merge = LstmMerge.Average }, "lstm0."), new ReferenceDense("dense1.", 37), new ReferenceSoftmax());

    private static ReferenceNode GruBothReference()
    {
        ReferenceNode Both(int layer, int width) => new ReferencePair(
            ReferenceNetworks.Gru("gru.", $"_l{layer}", 2 * layer, width, 20),
            new ReferenceReversed(ReferenceNetworks.Gru("gru.", $"_l{layer}_reverse", (2 * layer) + 1, width, 20)), LstmMerge.Concat);
        return new ReferenceChain(Both(0, 4), Both(1, 40));
    }

    private static ReferenceNode GatedReference()
    {
        int index = 3;
        return new ReferenceChain(
            ReferenceNetworks.Gru("gru0.", "_l0", 0, 6, 33, new(LstmActivation.HardSigmoid), new(LstmActivation.Softsign)),
            new ReferenceDense("dense1.", 33, Math.Tanh, x => 1 - (Math.Tanh(x) * Math.Tanh(x))),
            new ReferenceResidual(ReferenceNetworks.Gru("gru2.", "_l0", 1, 33, 33)),
            new ReferenceResidual(ReferenceNetworks.Gru("gru2.", "_l1", 2, 33, 33)),
            Lstm("lstm3.", new(33, 10, CellOptions: new() { Norm = LstmNorm.Products }), ref index),
            new ReferenceDense("dense4.", 4));
    }

    private static ReferenceNode ExponentialReference()
        => new ReferenceChain(
            ReferenceNetworks.Slstm("slstm0.", "_l0", 0, 7, 24, false, 3), ReferenceNetworks.Slstm("slstm0.", "_l1", 1, 24, 24, false, 3), new ReferenceDense("dense1.", 3));

    private static ReferenceNode BackwardReference()
        => new ReferenceChain(
            new ReferencePair(
                ReferenceNetworks.Slstm("slstm0.", "_l0", 0, 2, 5, true), new ReferenceReversed(ReferenceNetworks.Slstm("slstm0.", "_l0_reverse", 1, 2, 5, true)), LstmMerge.Multiply),
            new ReferenceReversed(ReferenceNetworks.Gru("gru1.", "_l0", 2, 5, 19)));

    private static ReferenceNode ZonedReference()
    {
        int index = 1, last = 3;
        return new ReferenceChain(
            ReferenceNetworks.Gru("gru0.", "_l0", 0, 3, 9, zoneout: 0.3f),
            new ReferenceResidual(Lstm("lstm1.", new(9, 9, CellOptions: new() { Norm = LstmNorm.ProductsAndCell, HiddenZoneout = 0.1f, CellZoneout = 0.4f }), ref index)),
            ReferenceNetworks.Gru("gru2.", "_l0", 2, 9, 37, resetAfter: false, zoneout: 0.75f),
            Lstm("lstm3.", new(37, 70, CellOptions: new() { HiddenZoneout = 0.05f }), ref last),
            new ReferenceDense("dense4.", 2));
    }

    private static ReferenceNode SentimentReference()
        => new ReferenceChain(
            new ReferenceDense("dense0.", 12, Math.Tanh, x => 1 - (Math.Tanh(x) * Math.Tanh(x))),
            new ReferenceResidual(ReferenceNetworks.Gru("gru1.", "_l0", 0, 12, 12)),
            new ReferenceResidual(ReferenceNetworks.Gru("gru1.", "_l1", 1, 12, 12)),
            new ReferencePool(LstmOutputs.Mean),
            new ReferenceResidual(new ReferenceDense("dense2.", 12, x => Math.Max(0, x), x => x > 0 ? 1 : 0)),
            new ReferenceDense("dense3.", 4),
            new ReferenceSoftmax());

    private static ReferenceNode FromTheEndReference()
    {
        int index = 0;
        return new ReferenceChain(
            new ReferenceReversed(new ReferenceChain(new ReferenceResidual(Lstm("lstm0.", new(6, 6), ref index)), new ReferencePool(LstmOutputs.Last))),
            new ReferenceDense("dense1.", 21, x => x < 0 ? Math.Exp(x) - 1 : x, x => x < 0 ? Math.Exp(x) : 1),
            new ReferenceDense("dense2.", 3));
    }

    private static ReferenceNode WriterReference()
    {
        int index = 0;
        return new ReferenceChain(
            new ReferenceResidual(new ReferenceDense("dense0.", 8, Math.Tanh, x => 1 - (Math.Tanh(x) * Math.Tanh(x)))), Lstm("lstm1.", new(8, 33), ref index), new ReferenceDense("dense2.", 30));
    }

    private static ReferenceNode LoudestReference()
    {
        int index = 2;
        return new ReferenceChain(
            new ReferencePair(
                ReferenceNetworks.Slstm("slstm0.", "_l0", 0, 3, 10, false), new ReferenceReversed(ReferenceNetworks.Slstm("slstm0.", "_l0_reverse", 1, 3, 10, false)), LstmMerge.Sum),
            Lstm("lstm1.", new(10, 40, CellOptions: new() { Norm = LstmNorm.Sums }), ref index),
            new ReferencePool(LstmOutputs.Max),
            new ReferenceDense("dense2.", 5));
    }

    private static ReferenceNode LearnerReference()
    {
        int index = 3;
        var shape = new LstmShape(4, 7, CellOptions: new() { Norm = LstmNorm.Sums });
        return new ReferenceChain(
            ReferenceNetworks.Gru("gru0.", "_l0", 0, 2, 5), ReferenceNetworks.Slstm("slstm1.", "_l0", 1, 5, 6, false, 2), ReferenceNetworks.Gru("gru2.", "_l0", 2, 6, 4, resetAfter: false),
            Lstm("lstm3.", shape, ref index), ReferenceNetworks.Layer(shape, "lstm3.", "_l1", 7, ref index), new ReferenceDense("dense4.", 2));
    }

    private static ReferenceNode BeginnerReference()
    {
        int index = 3;
        return new ReferenceChain(
            ReferenceNetworks.Gru("gru0.", "_l0", 0, 2, 17), ReferenceNetworks.Gru("gru0.", "_l1", 1, 17, 17), ReferenceNetworks.Slstm("slstm1.", "_l0", 2, 17, 6, false),
            Lstm("lstm2.", new(6, 9, CellOptions: new() { Norm = LstmNorm.Sums }), ref index), ReferenceNetworks.Gru("gru3.", "_l0", 4, 9, 5, resetAfter: false), new ReferenceDense("dense4.", 2));
    }

    private static ReferenceNode GelusReference()
    {
        int index = 0;
        ReferenceActivation gelu = new(LstmActivation.Gelu), tanh = new(LstmActivation.GeluTanh);
        return new ReferenceChain(
            new ReferenceDense("dense0.", 40, gelu.Value, gelu.Slope),
            Lstm("lstm1.", new(40, 12, CellOptions: new() { CandidateActivation = LstmActivation.GeluTanh, OutputActivation = LstmActivation.Gelu }), ref index),
            ReferenceNetworks.Gru("gru2.", "_l0", 1, 12, 7, candidate: gelu), new ReferenceDense("dense3.", 19, tanh.Value, tanh.Slope), new ReferenceDense("dense4.", 3));
    }

    private static ReferenceNode NarrowChainReference()
    {
        int index = 2;
        return new ReferenceChain(
            new ReferenceDense("dense0.", 24, Math.Tanh, x => 1 - (Math.Tanh(x) * Math.Tanh(x))),
            ReferenceNetworks.Gru("gru1.", "_l0", 0, 24, 33, resetAfter: false), ReferenceNetworks.Slstm("slstm2.", "_l0", 1, 33, 24, false, 2),
            Lstm("lstm3.", new(24, 16, CellOptions: new() { CoupledGates = LstmCoupledGates.InputFromForget }), ref index),
            new ReferenceDense("dense4.", 9, x => Math.Max(0, x), x => x > 0 ? 1 : 0), new ReferenceDense("dense5.", 4));
    }

    private static ReferenceNode NarrowMeanReference() => new ReferenceChain(
        new ReferencePair(
            ReferenceNetworks.Gru("gru0.", "_l0", 0, 50, 21), new ReferenceReversed(ReferenceNetworks.Gru("gru0.", "_l0_reverse", 1, 50, 21)), LstmMerge.Sum),
        new ReferencePool(LstmOutputs.Mean), new ReferenceDense("dense1.", 130, x => x < 0 ? Math.Exp(x) - 1 : x, x => x < 0 ? Math.Exp(x) : 1),
        new ReferenceDense("dense2.", 5), new ReferenceSoftmax());

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
