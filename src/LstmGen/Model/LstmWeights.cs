using System.Reflection;
using LstmGen.Formats;

namespace LstmGen;

/// <summary>Weights on their way into a model: named tensors of a file, random initial values, or the parameters of another model.</summary>
/// <remarks>
/// Tensors have PyTorch's names, shapes and gate order (i, f, g, o along 4H): for layer k <c>weight_ih_l{k}</c> [4H, LayerInput],
/// <c>weight_hh_l{k}</c> [4H, H], <c>bias_ih_l{k}</c> and <c>bias_hh_l{k}</c> [4H] after a prefix, and for the head
/// <c>weight</c> [Output, H] and <c>bias</c> [Output] after the head's prefix. A model of one layer also takes the names of
/// <c>LSTMCell</c>, without <c>_l0</c>. With peepholes a layer also has <c>peephole_i_l{k}</c>, <c>peephole_f_l{k}</c> and
/// <c>peephole_o_l{k}</c> [H]. With coupled gates the gate i and its rows are absent, and the names say so: <c>weight_ih_fgo_l{k}</c> [3H, LayerInput],
/// <c>weight_hh_fgo_l{k}</c> [3H, H], <c>bias_ih_fgo_l{k}</c> and <c>bias_hh_fgo_l{k}</c> [3H], f, g, o along 3H; without <c>_fgo</c> PyTorch's GRU
/// has such tensors. Dtypes F32, F16 and BF16; every value finite.
/// Nothing is left over: every tensor whose name starts with either prefix must be one the shape needs
/// (with an empty prefix, that is every tensor there is), but for the two tensors of a <see cref="Training.SeriesScaler"/>.
/// Names and shapes do not show the order of the gates, or a square matrix that is transposed: compare outputs where the weights come from
/// another library than PyTorch.
/// </remarks>
public abstract class LstmWeights
{
    private protected LstmWeights()
    {
    }

    /// <summary>Named tensors of a safetensors file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prefix">What the names of the layers' tensors start with, such as <c>lstm.</c>.</param>
    /// <param name="head">What the names of the head's tensors start with.</param>
    /// <exception cref="LstmFormatException">The file is not a valid safetensors file.</exception>
    /// <exception cref="IOException">The file cannot be read, or the path names a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static LstmWeights Load(string path, string prefix = "", string head = "head.") => From(SafetensorsFile.Load(path), prefix, head);

    /// <summary>Named tensors of a safetensors file, from where the stream stands to its end.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="prefix">What the names of the layers' tensors start with, such as <c>lstm.</c>.</param>
    /// <param name="head">What the names of the head's tensors start with.</param>
    /// <exception cref="LstmFormatException">The stream is not a valid safetensors file.</exception>
    public static LstmWeights Load(Stream stream, string prefix = "", string head = "head.") => From(SafetensorsFile.Load(stream), prefix, head);

    /// <summary>Named tensors of a safetensors file that an assembly holds as a resource.</summary>
    /// <remarks>The property <c>Pretrained</c> of a model class with weights in its project calls this. What a file is that is none of safetensors, and
    /// which prefixes would fit, is said by the build and by the other ways to load.</remarks>
    /// <param name="assembly">The assembly.</param>
    /// <param name="resource">Name of the resource.</param>
    /// <param name="prefix">What the names of the layers' tensors start with, such as <c>lstm.</c>.</param>
    /// <param name="head">What the names of the head's tensors start with.</param>
    /// <exception cref="ArgumentException">The assembly has no such resource.</exception>
    /// <exception cref="LstmFormatException">The resource is not a valid safetensors file.</exception>
    public static LstmWeights FromResource(Assembly assembly, string resource, string prefix = "", string head = "head.")
        => new LstmWeightsFromTensors([.. SafetensorsResource.Load(assembly, resource).Tensors], resource, prefix, head, hint: null);

    /// <summary>Named tensors of a safetensors file that has been read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="prefix">What the names of the layers' tensors start with, such as <c>lstm.</c>.</param>
    /// <param name="head">What the names of the head's tensors start with.</param>
    public static LstmWeights From(SafetensorsFile file, string prefix = "", string head = "head.")
    {
        ArgumentNullException.ThrowIfNull(file);
        return new LstmWeightsFromTensors([.. file.Tensors], file.Source, prefix, head, LstmWeightsFromTensors.Hint);
    }

    /// <summary>Named tensors from anywhere.</summary>
    /// <param name="tensors">Tensors of different names.</param>
    /// <param name="prefix">What the names of the layers' tensors start with, such as <c>lstm.</c>.</param>
    /// <param name="head">What the names of the head's tensors start with.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public static LstmWeights From(IEnumerable<SafetensorsTensor> tensors, string prefix = "", string head = "head.")
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return new LstmWeightsFromTensors([.. tensors], "tensors", prefix, head, LstmWeightsFromTensors.Hint);
    }

    /// <summary>The parameters of another model of the same shape; the activations may differ. Copied: training that goes on does not change them.</summary>
    public static LstmWeights From(LstmParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return LstmWeightsFromParameters.CopyOf(parameters);
    }

    /// <summary>
    /// PyTorch's initialisation: every parameter, the head's too, uniform in [-1/sqrt(Hidden), 1/sqrt(Hidden));
    /// the same values on every machine for a seed.
    /// </summary>
    /// <remarks>
    /// Parameter n in PyTorch's order (layer by layer weight_ih, weight_hh, bias_ih, bias_hh, peephole_i, peephole_f, peephole_o, then
    /// the head's weight and bias; those a shape has) takes the upper 24 bits u of draw n of SplitMix64 and is
    /// (u - 2^23) * (1/sqrt(Hidden) * 2^-23), in float arithmetic.
    /// </remarks>
    public static LstmWeights Random(ulong seed) => Random(seed, LstmInitializer.PyTorch);

    /// <summary>Initial values as an initialiser makes them; the same values on every machine for a seed.</summary>
    /// <remarks>
    /// Uniform values are made as <see cref="Random(ulong)"/> says, with their own limit in place of 1/sqrt(Hidden); of what is not drawn the
    /// draws are left out. An orthogonal R takes 0.3 s of 512 units and a minute of 4,096.
    /// </remarks>
    /// <param name="seed">Determines what is drawn.</param>
    /// <param name="initializer">What is drawn; with a forget bias of one's own: <c>LstmInitializer.PyTorch with { ForgetBias = 1 }</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The forget bias is not finite.</exception>
    public static LstmWeights Random(ulong seed, LstmInitializer initializer)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        return initializer.ForgetBias is { } bias && !float.IsFinite(bias)
            ? throw new ArgumentOutOfRangeException(nameof(initializer), bias, "ForgetBias must be a finite float.")
            : new LstmWeightsFromSeed(seed, initializer);
    }

    /// <summary>Checks the tensors against a shape and gives them in PyTorch's layout.</summary>
    /// <returns>New parameters that nobody else holds.</returns>
    /// <exception cref="LstmFormatException">A tensor is missing, extra, mis-shaped, of a wrong dtype or not finite.</exception>
    public abstract LstmParameters Bind(LstmShape shape);
}
