using System.Globalization;
using System.Text;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>A model whose weights the assembly holds.</summary>
/// <param name="Type">The class.</param>
/// <param name="Resource">The name under which the assembly holds the file.</param>
/// <param name="File">Its name, for the documentation.</param>
/// <param name="Prefix">What the names of the layers' tensors start with.</param>
/// <param name="Head">What the names of the head's tensors start with.</param>
/// <param name="Reference">The name under which the assembly holds inputs and outputs to compare with; null where there are none.</param>
internal sealed record PretrainedSpec(TypeSpec Type, string Resource, string File, string Prefix, string Head, string? Reference);

/// <summary>Writes <c>Pretrained</c>: a file of its own, so that other weights write no kernel anew.</summary>
internal static class PretrainedEmitter
{
    internal static GeneratedFile EmitPretrained(PretrainedSpec spec)
    {
        var writer = new CodeWriter();
        FileHeader.Write(writer, []);
        ModelEmitter.Nest(writer, spec.Type, () => Members(writer, spec));
        return new GeneratedFile($"{spec.Type.HintName}.Pretrained.g.cs", writer.ToString());
    }

    // Lazy: the model is made on first use, once, however many threads ask; what goes wrong is thrown as it is, each time.
    private static void Members(CodeWriter writer, PretrainedSpec spec)
    {
        string name = spec.Type.Name;
        using (writer.Block(spec.Type.Declaration))
        {
            writer.Lines($"""
                private static readonly global::System.Lazy<{name}> s_lstmPretrained = new global::System.Lazy<{name}>(
                    static () => {(spec.Reference is null ? $"{Model(spec)});" : Compared(spec))}

                /// <summary>The model with the weights of {Documentation(spec.File)}, which the assembly holds. Made on first use, once.</summary>
                /// <exception cref="global::LstmGen.LstmFormatException">A weight is not finite{(spec.Reference is null ? "" : ", or in a Debug build an output is not that of the reference")}.</exception>
                public static {name} Pretrained => s_lstmPretrained.Value;
                """);
        }
    }

    private static string Model(PretrainedSpec spec) => $"""
        new {spec.Type.Name}(global::LstmGen.LstmWeights.FromResource(
                typeof({spec.Type.Name}).Assembly, {Literal(spec.Resource)}, {Literal(spec.Prefix)}, {Literal(spec.Head)}))
        """;

    // DEBUG is the user's own: a program that is shipped computes no reference when it starts.
    private static string Compared(PretrainedSpec spec) => $$"""

            {
                {{spec.Type.Name}} model = {{Model(spec)}};
                #if DEBUG
                global::LstmGen.LstmReference.FromResource(typeof({{spec.Type.Name}}).Assembly, {{Literal(spec.Reference!)}}).Check(model);
                #endif
                return model;
            });
        """;

    private static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char each in text)
        {
            literal.Append(each is >= ' ' and <= '~' and not ('"' or '\\') ? each.ToString() : $"\\u{((int)each).ToString("x4", CultureInfo.InvariantCulture)}");
        }

        return literal.Append('"').ToString();
    }

    private static string Documentation(string text)
        => string.Concat(text.Select(each => each is '<' or '>' or '&' || char.IsControl(each) || char.IsSurrogate(each) ? '_' : each));
}
