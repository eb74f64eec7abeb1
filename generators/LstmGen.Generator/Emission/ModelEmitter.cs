using LstmGen.Generator.Dialects;
using LstmGen.Generator.Emission.LowLatency;
using LstmGen.Generator.Emission.Training;
using LstmGen.Generator.Kernels.Rows;
using LstmGen.Generator.Networks;
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
        if (model.Tokens > 0)
        {
            yield return File(model, ".Tokens", writer => new TokenMembers(writer, model, dialects).Write());
        }

        if (model.Training)
        {
            yield return File(model, ".Training", writer => new ModelTraining(writer, model, dialects).Write());
        }

        if (model.LowLatency && Network.Of(model).Streams)
        {
            yield return File(model, ".LowLatency", writer => new ModelParts(writer, model, dialects).Write());
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

    /// <summary>What uses of the same kernels are called.</summary>
    private static string Name(NetworkPlan plan, KernelPlan layer, int[] uses)
    {
        LayerUse first = plan.Network.Uses[uses[0]];
        string kind = first.Role switch
        {
            UseRole.Projection => "Projection",
            UseRole.Inputs => "Inputs of layer",
            UseRole.Hidden => "Recurrence of layer",
            UseRole.Candidate => "Candidate of layer",
            UseRole.Cell or UseRole.Reset => $"{PlanText.CellName(layer.Layer)} of layer",
            _ => layer.Layer.Cell.Kind == CellKind.Dense ? "Dense layer" : "Layer",
        };
        string[] names = [.. uses.Select(use => plan.Network.Parts[plan.Network.Uses[use].Part].Part).Select(part => part.Prefix + part.Suffix.TrimStart('_', 'l').Replace("_reverse", " backward"))];
        bool run = names.Length > 1 && names.All(name => name.All(char.IsDigit));
        return names.Length == 1 ? $"{kind} {names[0]}" : run ? $"{kind}s {names[0]} to {names[names.Length - 1]}" : $"{kind}s {string.Join(", ", names)}";
    }

    /// <summary>Lines that describe the model on one instruction set.</summary>
    internal static IEnumerable<string> Plan(ModelSpec model, Dialect dialect)
    {
        NetworkPlan plan = NetworkPlan.Of(Network.Of(model), dialect.Target);
        yield return $"{OptionTexts.Words(model)}, on {dialect.Name}.";
        yield return $"A step of one sequence: {Words.Number(plan.MultiplyAdds)} multiply-adds, {Words.Number(plan.WeightBytes)} bytes of weights read.";
        foreach (IGrouping<(KernelPlan Kernels, bool), int> kind in Enumerable.Range(0, plan.Uses.Count).GroupBy(use => (plan.Uses[use].Kernels, plan.Uses[use].Use.Role == UseRole.Hidden)))
        {
            string name = Name(plan, kind.Key.Kernels, [.. kind]);
            foreach (string line in kind.Key.Kernels is CellPlan cell ? PlanText.Cell(cell, new CellRows(cell)) : PlanText.Layer((LayerPlan)kind.Key.Kernels))
            {
                yield return $"{name}. {line}";
            }
        }

        if (!plan.Network.Streams)
        {
            yield return plan.Network.Nodes.Any(node => node.Kind == NodeKind.Reverse) ? "Runs take whole sequences: a layer reads from the end. There is no Step."
                : $"Outputs are the {(model.Outputs == OutputsKind.Mean ? "mean" : "maximum")} of all steps of a run. There is no Step.";
        }

        if (model.Tokens > 0 && !Network.FoldsTokens(model))
        {
            yield return $"Tokens. Rows of {Words.Number(model.Input)} floats, copied from {Words.Number(model.Tokens)} embeddings.";
        }
        else if (model.Tokens > 0)
        {
            LayerPlan tokens = NetworkPlan.Of(plan.Network.Projected(), dialect.Target).Uses[0].Layer;
            yield return $"Tokens. A table of {Words.Number(model.Tokens)} rows of {Words.Number(tokens.SumRow)} floats, {Words.Number(4L * model.Tokens * tokens.SumRow)} bytes: "
                + $"a step reads one row and {Words.Number(tokens.ReadBytes)} bytes of weights of layer 0, {Words.Number(tokens.MultiplyAdds)} multiply-adds.";
        }

        if (plan.Network.Head is { } head)
        {
            yield return $"Head. {Words.Number((long)head.Output * head.Hidden)} multiply-adds, dot products of 16 partial sums.";
        }
    }
}
