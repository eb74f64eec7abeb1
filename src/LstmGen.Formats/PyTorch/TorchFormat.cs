namespace LstmGen.Formats;

/// <summary>Files of PyTorch: of torch.save, a state_dict, a checkpoint or a whole module, and of torch.jit.save.</summary>
internal sealed class TorchFormat : IModelFormat
{
    public string Name => "PyTorch";

    public bool Recognizes(ModelBytes file)
        => TorchArchive.IsOld(file.Span) || ZipContent.Mentions(file.Span, "/data.pkl") || file.Extension is ".pt" or ".pth" or ".ckpt";

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
    {
        object? value = TorchArchive.IsOld(file.Span) ? TorchArchive.Old(file)
            : ZipContent.Begins(file.Span) ? TorchArchive.Zip(file)
            : throw file.Error($"this is no file of torch.save: it begins with the bytes {Convert.ToHexString(file.Span[..Math.Min(4, file.Span.Length)])}; a zip archive, 504B0304, was expected.");
        TorchContent content = TorchContent.Of(file, value, options);
        return new StateDictNetwork(file, Name, options) { Metadata = content.Metadata, Notes = content.Notes, Adjust = content.Adjust, SaysActivations = content.SaysActivations }.Read(content.Tensors);
    }
}
