using LstmGen.Generator.Dialects;
using LstmGen.Generator.Emission.Training;
using LstmGen.Generator.Options;
using LstmGen.Generator.Planning;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Emission;

/// <summary>Writes the generated half of an annotated class.</summary>
internal static class ModelEmitter
{
    /// <summary>The members for inference, and those for training, where there are such, in a file of their own.</summary>
    internal static IEnumerable<GeneratedFile> EmitModel(ModelSpec model, EquatableArray<Dialect> dialects)
    {
        yield return File(model, "", writer => new ModelMembers(writer, model, dialects).Write());
        if (model.Training)
        {
            yield return File(model, ".Training", writer => new ModelTraining(writer, model, dialects).Write());
        }
    }

    private static GeneratedFile File(ModelSpec model, string part, Action<CodeWriter> write)
    {
        var writer = new CodeWriter();
        FileHeader.Write(writer);
        Nest(writer, model.Type, () => write(writer));
        return new GeneratedFile($"{model.Type.HintName}{part}.g.cs", writer.ToString());
    }

    /// <summary>Writes into the namespace and the types that a class lies in.</summary>
    internal static void Nest(CodeWriter writer, TypeSpec type, Action write)
    {
        if (type.Namespace.Length > 0)
        {
            writer.Line($"namespace {type.Namespace};").Line();
        }

        Nest(writer, type, 0, write);
    }

    private static void Nest(CodeWriter writer, TypeSpec type, int depth, Action write)
    {
        if (depth == type.Containing.Count)
        {
            write();
            return;
        }

        using (writer.Block(type.Containing[depth]))
        {
            Nest(writer, type, depth + 1, write);
        }
    }

    /// <summary>Lines that describe the model on one instruction set.</summary>
    internal static IEnumerable<string> Plan(ModelSpec model, Dialect dialect)
    {
        LayerPlan first = Planner.Plan(model.First, dialect.Target);
        LayerPlan? upper = model.Upper == null ? null : Planner.Plan(model.Upper, dialect.Target);
        int headStride = first.Stride;
        long bytes = first.PackedBytes + ((model.Layers - 1) * (upper?.PackedBytes ?? 0)) + (4L * model.Output * (headStride + 1));
        long work = first.MultiplyAdds + ((model.Layers - 1) * (upper?.MultiplyAdds ?? 0)) + ((long)model.Output * model.Hidden);
        yield return $"{OptionTexts.Words(model)}, on {dialect.Name}.";
        yield return $"A step of one sequence: {Words.Number(work)} multiply-adds, {Words.Number(bytes)} bytes of weights read.";
        foreach (string line in PlanText.Layer(first))
        {
            yield return $"Layer 0. {line}";
        }

        if (upper != null)
        {
            string name = model.Layers == 2 ? "Layer 1" : $"Layers 1 to {model.Layers - 1}";
            foreach (string line in upper.Equals(first) ? ["As layer 0."] : PlanText.Layer(upper))
            {
                yield return $"{name}. {line}";
            }
        }

        if (model.Head != null)
        {
            yield return $"Head. {Words.Number((long)model.Output * model.Hidden)} multiply-adds, dot products of 16 partial sums.";
        }
    }
}
