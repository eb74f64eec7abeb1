using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Weights;

/// <summary>What can be wrong with the weight file of a model; a diagnostic each.</summary>
internal enum WeightFaultKind
{
    Unreadable,
    Missing,
    Unused,
    WrongShape,
    WrongDtype,
    SeveralFiles,
    WrongReference,
    OtherNetwork,
    MemberCollides,
}

/// <summary>Something wrong with the weight file of a model or its reference, and what its message says.</summary>
internal sealed record WeightFault(WeightFaultKind Kind, EquatableArray<string> Arguments);
