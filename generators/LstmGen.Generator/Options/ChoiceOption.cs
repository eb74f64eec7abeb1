using System.Globalization;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>An option that is a value of an enum of the library; <typeparamref name="T"/> has the same names and numbers.</summary>
internal abstract class ChoiceOption<T> : Option
    where T : struct, Enum
{
    /// <summary>Name of the library's enum.</summary>
    protected abstract string Enum { get; }

    protected abstract T Get(ModelSpec model);

    protected abstract ModelSpec Set(ModelSpec model, T value);

    internal sealed override ModelSpec? With(ModelSpec model, object? value) => value is int number ? Set(model, (T)System.Enum.ToObject(typeof(T), number)) : null;

    internal override OptionFault? Fault(ModelSpec model)
        => System.Enum.IsDefined(typeof(T), Get(model))
            ? null
            : new(
                FaultKind.Choice, Convert.ToInt32(Get(model), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
                string.Join(", ", System.Enum.GetNames(typeof(T)).Select(name => $"{Enum}.{name}")));
}
