using LstmGen.Generator.Options;

namespace LstmGen.Dynamic;

/// <summary>The properties of an attribute's instance, by the names that the compiler knows them by. Listed, since reflection would find none after trimming.</summary>
internal sealed class AttributeValues : IArguments
{
    private readonly (string Name, object? Value)[] _values;

    private AttributeValues(string attribute, string words, params (string, object?)[] values) => (Attribute, Words, _values) = ($"LstmGen.{attribute}", words, values);

    public string Attribute { get; }

    /// <summary>The attribute as C# has it.</summary>
    internal string Words { get; }

    public IEnumerable<(string Name, object? Value)> All => _values;

    public bool Takes(string name) => Array.Exists(_values, value => value.Name == name);

    internal static AttributeValues Of(LstmModelAttribute model) => new(
        nameof(LstmModelAttribute), "[LstmModel]",
        [
            ("hidden", model.Hidden), ("layers", model.Layers), ("input", model.Input), ("output", model.Output), ("Bias", model.Bias), ("Activations", (int)model.Activations),
            .. Cell(model),
            ("Projection", model.Projection), ("Direction", (int)model.Direction), ("Merge", (int)model.Merge), ("Outputs", (int)model.Outputs),
            ("Weights", (int)model.Weights), ("Training", model.Training), ("LowLatency", model.LowLatency), ("Tokens", model.Tokens), ("Embedding", model.Embedding), ("Unroll", (int)model.Unroll),
        ]);

    internal static AttributeValues Of(LstmNetworkAttribute network) => new(
        nameof(LstmNetworkAttribute), "[LstmNetwork]", ("input", network.Input), ("Tokens", network.Tokens), ("Embedding", network.Embedding), ("Skip", network.Skip),
        ("Outputs", (int)network.Outputs), ("Activations", (int)network.Activations), ("Weights", (int)network.Weights), ("Training", network.Training), ("LowLatency", network.LowLatency), ("Unroll", (int)network.Unroll));

    /// <exception cref="ArgumentException">It is no layer that the library has.</exception>
    internal static AttributeValues Of(ILstmLayer layer) => layer switch
    {
        LstmAttribute lstm => new(
            nameof(LstmAttribute), "[Lstm]",
            [
                ("hidden", lstm.Hidden), ("layers", lstm.Layers), ("Name", lstm.Name), ("Bias", lstm.Bias), .. Cell(lstm), ("Projection", lstm.Projection),
                ("Direction", (int)lstm.Direction), ("Merge", (int)lstm.Merge), ("Residual", lstm.Residual),
            ]),
        GruAttribute gru => new(
            nameof(GruAttribute), "[Gru]", ("hidden", gru.Hidden), ("layers", gru.Layers), ("Name", gru.Name), ("Bias", gru.Bias), ("ResetAfter", gru.ResetAfter),
            ("GateActivation", (int)gru.GateActivation), ("GateAlpha", gru.GateAlpha), ("GateBeta", gru.GateBeta),
            ("CandidateActivation", (int)gru.CandidateActivation), ("CandidateAlpha", gru.CandidateAlpha), ("CandidateBeta", gru.CandidateBeta),
            ("LearnedInitialState", gru.LearnedInitialState), ("HiddenZoneout", gru.HiddenZoneout),
            ("Direction", (int)gru.Direction), ("Merge", (int)gru.Merge), ("Residual", gru.Residual)),
        SlstmAttribute slstm => new(
            nameof(SlstmAttribute), "[Slstm]", ("hidden", slstm.Hidden), ("layers", slstm.Layers), ("Name", slstm.Name), ("Bias", slstm.Bias), ("Heads", slstm.Heads),
            ("ExponentialForget", slstm.ExponentialForget), ("Direction", (int)slstm.Direction), ("Merge", (int)slstm.Merge), ("Residual", slstm.Residual)),
        DenseAttribute dense => new(
            nameof(DenseAttribute), "[Dense]", ("units", dense.Units), ("Name", dense.Name), ("Bias", dense.Bias), ("Activation", (int)dense.Activation), ("Alpha", dense.Alpha),
            ("Beta", dense.Beta), ("Softmax", dense.Softmax), ("Residual", dense.Residual)),
        _ => throw new ArgumentException($"A layer is a {layer.GetType()}; [Lstm], [Gru], [Slstm] or [Dense] was expected.", nameof(layer)),
    };

    private static (string, object?)[] Cell(LstmCellAttribute cell) =>
    [
        ("Peepholes", cell.Peepholes), ("CoupledGates", (int)cell.CoupledGates),
        ("GateActivation", (int)cell.GateActivation), ("GateAlpha", cell.GateAlpha), ("GateBeta", cell.GateBeta),
        ("CandidateActivation", (int)cell.CandidateActivation), ("CandidateAlpha", cell.CandidateAlpha), ("CandidateBeta", cell.CandidateBeta),
        ("OutputActivation", (int)cell.OutputActivation), ("OutputAlpha", cell.OutputAlpha), ("OutputBeta", cell.OutputBeta),
        ("Clip", cell.Clip), ("CellClip", cell.CellClip), ("ProjectionClip", cell.ProjectionClip), ("Norm", (int)cell.Norm), ("NormEpsilon", cell.NormEpsilon),
        ("LearnedInitialState", cell.LearnedInitialState), ("HiddenZoneout", cell.HiddenZoneout), ("CellZoneout", cell.CellZoneout),
    ];
}
