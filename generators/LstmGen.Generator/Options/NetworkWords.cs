using System.Globalization;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Specs;
using LstmGen.Kernels;

namespace LstmGen.Generator.Options;

/// <summary>What a network of the long form writes of its layers.</summary>
internal static class NetworkWords
{
    /// <summary>The network in words, from the inputs on.</summary>
    internal static string Of(ModelSpec model)
        => string.Join("; ", model.Declared.Select(Of).Prepend($"{Text(model.Input)} inputs{(new EmbeddingOption().Words(model) is { Length: > 0 } tokens ? $", {tokens}" : "")}")) + (model.Skip ? "; plus inputs" : "") + (new OutputsOption().Words(model) is { Length: > 0 } outputs ? $"; {outputs}" : "") + (model.Activations == ActivationKind.Fast ? "; fast activations" : "");

    /// <summary>Initialiser of the parts of LstmShape.</summary>
    internal static string Parts(ModelSpec model)
    {
        var network = Network.Of(model);
        string parts = string.Join(",", network.Parts.Select(part => $"\n        {Part(part.Part)}"));
        return $"Parts = new(\"{Of(model)}\", {Text(network.OutputSize)}, [{parts}])";
    }

    private static string Of(LayerDeclaration layer)
    {
        string residual = layer.Residual ? ", residual" : "";
        if (layer.Dense is { } dense)
        {
            string function = dense.Activation.Function is { } kind
                ? CellWords.Activation(kind.ToString(), false, dense.Activation.Alpha ?? float.NaN, dense.Activation.Beta ?? float.NaN, "outputs") : "outputs";
            return $"{layer.Name}: {Text(dense.Units)} {function}{(dense.Bias ? "" : ", no bias")}{(dense.Softmax ? ", softmax" : "")}{residual}";
        }

        StackSpec stack = layer.Stack!;
        ModelSpec alone = ModelSpec.Default(new("", default, "", "", "", "")) with
        {
            Hidden = stack.Hidden, Layers = stack.Layers, Bias = stack.Bias, Cell = stack.Cell, Projection = stack.Projection, Direction = stack.Direction, Merge = stack.Merge,
        };
        string words = string.Join(", ", Option.All.Where(option => option is not (InputOption or OutputOption)).Select(option => option.Words(alone)).Where(text => text.Length > 0));
        string cell = stack.Cell.Kind switch { CellKind.Gru => stack.Cell.ResetsBefore ? "GRU with the reset gate before the product, " : "GRU, ", CellKind.Slstm => $"sLSTM{(stack.Cell.Heads > 1 ? $" of {Text(stack.Cell.Heads)} heads" : "")}{(stack.Cell.ExponentialForget ? " with exponential forget gates" : "")}, ", _ => "" };
        return $"{layer.Name}: {cell}{words}{residual}";
    }

    private static string Part(LstmPart part)
    {
        LstmCellLayout cell = part.Cell;
        string rows = cell.TakesRows ? $"global::LstmGen.Kernels.LstmBiasPlace.{cell.Place}, {Texts(cell.Vectors)}, [{string.Join(", ", cell.VectorRows.Select(Text))}]" : Texts(cell.Vectors);
        (string type, string initial) = cell.LearnsInitialStates ? ($" global::LstmGen.Kernels.{nameof(LstmCellLayout)}", $".{nameof(LstmCellLayout.WithInitialStates)}()") : ("", "");
        return $"new(\"{part.Prefix}\", \"{part.Suffix}\", new{type}({Text(cell.Sums)}, \"{cell.InputWeights}\", \"{cell.RecurrentWeights}\", {Texts(cell.Biases)}, {rows}, {Texts(cell.States)}{(cell.Heads > 1 ? $", {Text(cell.Heads)}" : "")}){initial}, "
            + $"{Text(part.Features)}, {Text(part.Units)}, {Text(part.Outputs)}, {(part.Bias ? "true" : "false")})";
    }

    private static string Texts(string[] texts) => $"[{string.Join(", ", texts.Select(text => $"\"{text}\""))}]";

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
