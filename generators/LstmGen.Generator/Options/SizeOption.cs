using System.Globalization;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>An option that is a number in a range.</summary>
internal abstract class SizeOption : Option
{
    internal override bool IsOfTensors => true;

    /// <summary>The smallest value, and the largest one.</summary>
    protected abstract (int Least, int Most) Range { get; }

    protected abstract int Get(ModelSpec model);

    protected abstract ModelSpec Set(ModelSpec model, int value);

    internal sealed override ModelSpec? With(ModelSpec model, object? value) => value is int number ? Set(model, number) : null;

    internal override OptionFault? Fault(ModelSpec model)
        => Get(model) < Range.Least || Get(model) > Range.Most
            ? new(FaultKind.Size, Number(Get(model)), $"{Number(Range.Least)} to {Number(Range.Most)}")
            : null;

    internal sealed override string Shape(ModelSpec model) => IsArgumentOfShape ? Number(Get(model)) : "";

    /// <summary>Whether the constructor of LstmShape takes it.</summary>
    protected virtual bool IsArgumentOfShape => true;

    protected static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
