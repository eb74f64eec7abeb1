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
        FileHeader.Write(writer);
        ModelEmitter.Nest(writer, spec.Type, () => Members(writer, spec));
        return new GeneratedFile($"{spec.Type.HintName}.Pretrained.g.cs", writer.ToString());
    }

    private static void Members(CodeWriter writer, PretrainedSpec spec)
    {
        using (writer.Block(spec.Type.Declaration))
        {
            using (writer.Block($"""
                /// <summary>The model with the weights of {Documentation(spec.File)}, which the assembly holds. Made on first use, once.</summary>
                /// <exception cref="{Names.FormatException}">A weight is not finite{(spec.Reference is null ? "" : ", or in a Debug build an output is not that of the reference")}.</exception>
                {ToolAttributes.Code}
                public static {spec.Type.Name} Pretrained
                """))
            using (writer.Block("get"))
            {
                writer.Line(ContractCheck.Statement(spec.Type)).Line("return LstmPretrained.Model.Value;");
            }

            using (writer.Line().Block($"{ToolAttributes.Code}\nprivate static class LstmPretrained"))
            {
                Holder(writer, spec);
            }
        }
    }

    // Lazy: the model is made on first use, once, however many threads ask; what goes wrong is thrown as it is, each time.
    private static void Holder(CodeWriter writer, PretrainedSpec spec)
    {
        string name = spec.Type.Name;
        writer.Line($"internal static readonly {Names.Lazy}<{name}> Model = new {Names.Lazy}<{name}>(Load);");
        using (writer.Line().Block($"private static {name} Load()"))
        {
            writer.Lines($"""
                {name} model = new {name}({Names.Weights}.FromResource(
                    typeof({name}).Assembly, {Literal(spec.Resource)}, {Literal(spec.Prefix)}, {Literal(spec.Head)}));
                """);
            if (spec.Reference is string reference)
            {
                // DEBUG is the user's own: a program that is shipped computes no reference when it starts.
                writer.Lines($"""
                    #if DEBUG
                    {Names.Reference}.FromResource(typeof({name}).Assembly, {Literal(reference)}).Check(model);
                    #endif
                    """);
            }

            writer.Line("return model;");
        }
    }

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
