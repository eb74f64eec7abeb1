using LstmGen.Generator.Dialects;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission.Training;

/// <summary>Writes what an annotated class has for training: the choice of kernels.</summary>
internal sealed class ModelTraining(CodeWriter writer, ModelSpec model)
{
    private readonly string _name = model.Type.Name;

    internal void Write()
    {
        using (writer.Block($"{model.Type.Declaration} : ILstmTrainable<{_name}>"))
        {
            using (writer.Block("""
                /// <inheritdoc/>
                public static LstmTape CreateTape(LstmParameters parameters, LstmTapeOptions options)
                """))
            {
                writer.Line("ArgumentNullException.ThrowIfNull(options);").Line("string? kernelSet = options.KernelSet;");
                foreach (Dialect dialect in Dialect.All)
                {
                    using (writer.Block($"if ({KernelChoice.Condition(dialect)})"))
                    {
                        (string first, string upper, string head) = KernelChoice.Types(model, dialect, "LstmNoHead");
                        writer.Line($"return new LstmKernelTape<{first}, {upper}, {head}>(s_lstmShape, parameters, options, \"{dialect.Name}\");");
                    }

                    writer.Line();
                }

                writer.Line(KernelChoice.Refusal("options"));
            }
        }
    }
}
