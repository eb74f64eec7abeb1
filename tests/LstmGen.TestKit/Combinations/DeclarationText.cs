using LstmGen.TestKit.Reference;

namespace LstmGen.TestKit.Combinations;

/// <summary>C# of attributes: what is as it would be without it is left out.</summary>
internal static class DeclarationText
{
    internal static string Class(string name, string[] attributes) => $"{string.Join("\n", attributes)}\npublic sealed partial class {name};\n";

    internal static string Attribute(string name, IEnumerable<string> arguments) => $"[LstmGen.{name}({string.Join(", ", arguments)})]";

    /// <summary>Of recurrent layers.</summary>
    internal static IEnumerable<string> Recurrent(LstmShape shape) =>
    [
        .. Given(!shape.Bias, "Bias", false),
        .. Given(shape.Projection > 0, nameof(shape.Projection), shape.Projection),
        .. Given(shape.Direction != default, nameof(shape.Direction), shape.Direction),
        .. Given(shape.Merge != default, nameof(shape.Merge), shape.Merge),
        .. Cell(shape.CellOptions),
    ];

    /// <summary>What happens inside of a cell.</summary>
    internal static IEnumerable<string> Cell(LstmCellOptions options)
    {
        var plain = new LstmCellOptions();
        return typeof(LstmCellOptions).GetProperties().SelectMany(
            option => Given(!Equals(option.GetValue(options), option.GetValue(plain)), option.Name, option.GetValue(options)!));
    }

    /// <summary>Of a GRU or an LSTM with exponential gates.</summary>
    internal static IEnumerable<string> Gated(ReferenceActivation? gate, ReferenceActivation? candidate, bool exponentialForget, int heads, bool resetAfter) =>
    [
        .. Activation("Gate", gate), .. Activation("Candidate", candidate), .. Given(exponentialForget, "ExponentialForget", true), .. Given(heads > 1, "Heads", heads), .. Given(!resetAfter, "ResetAfter", false),
    ];

    private static IEnumerable<string> Activation(string role, ReferenceActivation? activation) => activation is not { } given ? [] :
    [
        .. Given(true, $"{role}Activation", given.Function), .. Given(!float.IsNaN(given.Alpha), $"{role}Alpha", given.Alpha), .. Given(!float.IsNaN(given.Beta), $"{role}Beta", given.Beta),
    ];

    /// <summary>Of a dense layer.</summary>
    internal static IEnumerable<string> Dense(bool bias, ReferenceActivation function) =>
    [
        .. Given(!bias, "Bias", false),
        .. Given(function.Function != LstmActivation.Affine, "Activation", function.Function),
        .. Given(!float.IsNaN(function.Alpha), "Alpha", function.Alpha),
        .. Given(!float.IsNaN(function.Beta), "Beta", function.Beta),
    ];

    /// <summary>Of any layer of a network.</summary>
    internal static IEnumerable<string> Layer(string? name, bool residual) => [.. Given(name is not null, "Name", $"{name}"), .. Given(residual, "Residual", true)];

    /// <summary>Of a whole model.</summary>
    internal static IEnumerable<string> Whole(LstmActivations activations, LstmUnroll unroll, LstmOutputs outputs = default)
        => [.. Given(outputs != default, "Outputs", outputs), .. Given(activations != default, "Activations", activations), .. Given(unroll != default, "Unroll", unroll)];

    private static IEnumerable<string> Given(bool given, string name, object value) => given ? [$"{name} = {Literal(value)}"] : [];

    private static string Literal(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        float number => FormattableString.Invariant($"{number:R}f"),
        int number => FormattableString.Invariant($"{number}"),
        string text => $"\"{text}\"",
        _ => $"{value.GetType().FullName}.{value}",
    };
}
