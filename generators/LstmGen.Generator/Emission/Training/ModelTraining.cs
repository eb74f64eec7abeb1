using LstmGen.Generator.Dialects;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission.Training;

/// <summary>Writes what an annotated class has for training: the choice of kernels.</summary>
internal sealed class ModelTraining(CodeWriter writer, ModelSpec model, EquatableArray<Dialect> dialects)
{
    private const string Parameters = $"({Names.Parameters} parameters, {Names.TapeOptions} options)";

    private readonly string _name = model.Type.Name;

    internal void Write()
    {
        using (writer.Block($"{model.Type.Declaration} : {Names.Trainable}<{_name}>"))
        {
            using (writer.Block($"""
                /// <inheritdoc/>
                {ToolAttributes.Code}
                public static {Names.Tape} CreateTape{Parameters}
                """))
            {
                writer.Line(ContractCheck.Statement(model.Type))
                    .Line($"{Names.ArgumentNullException}.ThrowIfNull(options);")
                    .Line("return LstmTapeOf(parameters, options);");
            }

            using (writer.Line().Block($"{ToolAttributes.Code}\nprivate static {Names.Tape} LstmTapeOf{Parameters}"))
            {
                var network = Network.Of(model);
                writer.Line("string? kernelSet = options.KernelSet;");
                foreach (Dialect dialect in dialects)
                {
                    using (writer.Block($"if ({KernelChoice.Condition(dialect)})"))
                    {
                        writer.Line($"return new {Names.KernelTape}<{KernelChoice.Network(network, dialect)}>(Shape, parameters, options, \"{dialect.Name}\");");
                    }

                    writer.Line();
                }

                writer.Line(KernelChoice.Refusal("options", dialects));
            }
        }
    }
}
