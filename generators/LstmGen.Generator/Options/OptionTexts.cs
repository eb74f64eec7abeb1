using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Options;

/// <summary>What all options together write.</summary>
internal static class OptionTexts
{
    /// <summary>The part of a layer's name that follows its sizes.</summary>
    internal static string Name(LayerSpec layer) => string.Concat(Option.All.Select(option => option.Name(layer)));

    /// <summary>A layer's options in words, without its sizes.</summary>
    internal static string Words(LayerSpec layer) => Join(Option.All.Select(option => option.Words(layer)));

    /// <summary>Sizes and options of a model in words.</summary>
    internal static string Words(ModelSpec model) => model.IsNetwork ? Join([NetworkWords.Of(model), new WeightsOption().Words(model)]) : Join(Option.All.Select(option => option.Words(model)));

    /// <summary>The same without what makes no difference to tensors.</summary>
    internal static string Tensors(ModelSpec model) => model.IsNetwork ? NetworkWords.Of(model) : Join(Option.All.Where(option => option.IsOfTensors).Select(option => option.Words(model)));

    /// <summary>Arguments of LstmShape.</summary>
    internal static string Shape(ModelSpec model) => Join(Option.All.Select(option => option.Shape(model)));

    /// <summary>Properties of LstmShape that its constructor does not set.</summary>
    internal static string ShapeProperties(ModelSpec model)
        => model.IsNetwork ? Join([NetworkWords.Parts(model), new OutputsOption().ShapeProperty(model), new WeightsOption().ShapeProperty(model), new EmbeddingOption().ShapeProperty(model)]) : Join([Cell(model.Cell) is { Length: > 0 } options ? $"CellOptions = new() {{ {options} }}" : "", .. Option.All.Select(option => option.ShapeProperty(model))]);

    /// <summary>Initialisers of LstmCellOptions; nothing for the LSTM of torch.nn.LSTM.</summary>
    internal static string Cell(CellSpec cell) => Join(Option.All.OfType<ICellOption>().Select(option => option.Cell(cell)));

    private static string Join(IEnumerable<string> parts) => string.Join(", ", parts.Where(part => part.Length > 0));
}
