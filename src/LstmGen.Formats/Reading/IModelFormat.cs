namespace LstmGen.Formats;

/// <summary>A format of model files.</summary>
internal interface IModelFormat
{
    /// <summary>Its name, such as <c>ONNX</c>.</summary>
    string Name { get; }

    /// <summary>Whether a file is one of this format, or meant to be: a look at the first bytes, or at what the beginning of a text names.</summary>
    bool Recognizes(ModelBytes file);

    /// <summary>Reads such a file.</summary>
    /// <exception cref="LstmFormatException">It is damaged, or holds something that no class can be; the message names the first such thing.</exception>
    LstmModelFile Read(ModelBytes file, LstmReadOptions options);
}
