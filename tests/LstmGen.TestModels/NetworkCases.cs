using LstmGen.TestKit.Reference;

namespace LstmGen.TestModels;

/// <summary>A compiled network and its reference.</summary>
internal sealed record NetworkCase(ModelCase Model, ReferenceNode Reference)
{
    internal string Name => Model.Name;

    internal LstmShape Shape => Model.Shape;

    public override string ToString() => Name;
}

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
        Whole<I3H20L3O2BothSum>(),
        Whole<I9H17L2BothMultiplyFast>(),
        Whole<I2H33O5BothAveragePeepholes>(),
        Whole<I8H12L2O3Reverse>(),
        Whole<I40H40L2O6BothCoupledHardClipped>(),
        Of<I12H100P36L2O4NoBias>(),
        Of<I32H128P16>(),
    ];

    internal static NetworkCase Get(string name) => All.Single(each => each.Name == name);

    private static NetworkCase Of<TModel>()
        where TModel : class, Training.ILstmTrainable<TModel>, ILstmStreamingModel<TModel>
        => new(ModelCase.Of<TModel>(), ReferenceNetworks.Of(TModel.Shape));

    private static NetworkCase Whole<TModel>()
        where TModel : class, Training.ILstmTrainable<TModel>
        => new(ModelCase.OfWhole<TModel>(), ReferenceNetworks.Of(TModel.Shape));
}
