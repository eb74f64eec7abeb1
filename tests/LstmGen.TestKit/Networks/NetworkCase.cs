using LstmGen.TestKit.Models;
using LstmGen.TestKit.Reference;

namespace LstmGen.TestKit.Networks;

/// <summary>A compiled network and its reference.</summary>
/// <param name="Model">The class.</param>
/// <param name="Reference">Its reference.</param>
/// <param name="Hidden">Values of h of each recurrent layer.</param>
/// <param name="Cells">Values of c of each recurrent layer.</param>
internal sealed record NetworkCase(ModelCase Model, ReferenceNode Reference, int[] Hidden, int[] Cells)
{
    internal string Name => Model.Name;

    /// <summary>Whether a training step is random by itself: the reference is what it is in the mean.</summary>
    internal bool Zones { get; init; } = Model.Shape.CellOptions is { HiddenZoneout: > 0 } or { CellZoneout: > 0 };

    internal LstmShape Shape => Model.Shape;

    /// <summary>A class in the short form.</summary>
    internal static NetworkCase OfShape(ModelCase model) => new(model, ReferenceNetworks.Of(model.Shape), ReferenceNetworks.Hidden(model.Shape), ReferenceNetworks.Cells(model.Shape));

    public override string ToString() => Name;
}
