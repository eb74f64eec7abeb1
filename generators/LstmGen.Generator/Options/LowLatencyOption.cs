using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>Whether several threads can share a step. It changes no kernel: those of parts of a step are there or not.</summary>
internal sealed class LowLatencyOption : FlagOption
{
    internal const string Written = "LowLatency";
    internal const string NoStep = "the class has no Step";

    internal override string Argument => Written;

    protected override ModelSpec Set(ModelSpec model, bool value) => model with { LowLatency = value };

    internal override OptionFault? Fault(ModelSpec model) => !model.LowLatency ? null
        : model.Tokens > 0 ? new(FaultKind.Unused, "true", "threads share steps of vectors and not of tokens")
        : model.Direction != DirectionKind.Forward || model.Outputs is OutputsKind.Mean or OutputsKind.Max ? new(FaultKind.Unused, "true", NoStep)
        : null;
}
