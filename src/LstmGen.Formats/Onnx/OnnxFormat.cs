using LstmGen.Formats.Onnx.Proto;

namespace LstmGen.Formats.Onnx;

/// <summary>ONNX, opsets 1 to 22: graphs of LSTM and GRU nodes and what exporters put around them.</summary>
internal sealed class OnnxFormat : IModelFormat
{
    public string Name => "ONNX";

    public bool Recognizes(ModelBytes file) => file.Extension == ".onnx" || OnnxWire.LooksLikeModel(file.Span);

    public LstmModelFile Read(ModelBytes file, LstmReadOptions options)
    {
        if (options.Network is not null || options.Prefix is not null)
        {
            throw file.Error($"an ONNX file says what its network is; {(options.Network is not null ? nameof(options.Network) : nameof(options.Prefix))} of the options has no use here.");
        }

        ModelProto model = OnnxWire.Parse(file);
        OnnxModelCheck.Check(file, model);
        LstmFormatException? error = null;
        foreach (int? rank in OnnxModelCheck.Ranks(model, options.From))
        {
            try
            {
                var context = new OnnxContext(file);
                GraphResult result = new GraphReader(context, model, options, rank).Read();
                return new NetworkAssembly(context, Name, result).Build(model);
            }
            catch (LstmFormatException wrong)
            {
                error ??= wrong;
            }
        }

        throw error!;
    }
}
