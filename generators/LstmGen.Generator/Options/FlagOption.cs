using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>An option that is on or off.</summary>
internal abstract class FlagOption : Option
{
    protected abstract ModelSpec Set(ModelSpec model, bool value);

    internal sealed override ModelSpec? With(ModelSpec model, object? value) => value is bool flag ? Set(model, flag) : null;
}
