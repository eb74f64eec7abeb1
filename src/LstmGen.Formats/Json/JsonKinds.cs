namespace LstmGen.Formats;

/// <summary>Which keys that tell formats apart the outermost object of a JSON text has.</summary>
[Flags]
internal enum JsonKinds
{
    /// <summary>None, or the file is no JSON text.</summary>
    None = 0,

    /// <summary><c>layers</c> or <c>in_shape</c>.</summary>
    RtNeural = 1,

    /// <summary>What players of AIDA-X add to that.</summary>
    AidaX = 2,

    /// <summary><c>model_data</c> or <c>state_dict</c>.</summary>
    GuitarMl = 4,

    /// <summary><c>architecture</c>, or <c>config</c> with <c>version</c>.</summary>
    Nam = 8,

    /// <summary>Names of tensors, as PyTorch gives them.</summary>
    TorchJson = 16,
}
