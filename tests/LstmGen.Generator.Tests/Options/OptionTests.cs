using System.Reflection;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Networks;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Options;

/// <summary>The table of options has what the attribute has, with its defaults.</summary>
public class OptionTests
{
    private static readonly ModelSpec Default = ModelSpec.Default(new("", default, "", "M", "M", "M")) with { Hidden = 8 };

    private static readonly ConstructorInfo Constructor = typeof(LstmModelAttribute).GetConstructors().Single();

    private static readonly PropertyInfo[] Properties =
        [.. typeof(LstmModelAttribute).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)];

    [Fact]
    public void Every_argument_of_the_attribute_is_in_the_table()
        => Assert.Equal(
            Constructor.GetParameters().Select(parameter => parameter.Name!).Concat(Properties.Select(property => property.Name)).Order(StringComparer.Ordinal),
            Option.All.Select(option => option.Argument).Order(StringComparer.Ordinal));

    [Fact]
    public void Defaults_are_those_of_the_attribute()
    {
        var attribute = new LstmModelAttribute(8);
        Assert.All(
            Constructor.GetParameters().Where(parameter => parameter.HasDefaultValue),
            parameter => Assert.Equal(Default, Named(parameter.Name!).With(Default, parameter.DefaultValue)));
        Assert.All(Properties, property => Assert.Equal(Default, Named(property.Name).With(Default, Constant(property.GetValue(attribute)!))));
    }

    /// <summary>An option that some table forgets would give two different models one set of kernels, or one name.</summary>
    [Fact]
    public void Every_other_value_is_another_model_and_kernels_of_other_layers_have_other_names()
    {
        // A function with both constants, or those would have no use.
        ModelSpec plain = ((string[])["Gate", "Candidate", "Output"]).Aggregate(Default, (model, role) => Named($"{role}Activation").With(model, (int)FunctionKind.HardSigmoid)!);
        foreach (Option option in Option.All)
        {
            ModelSpec before = option is MergeOption ? plain with { Direction = DirectionKind.Both } : option is EmbeddingOption ? plain with { Tokens = 5, Input = 5 } : option is ProjectionClipOption ? plain with { Projection = 3 } : option is NormEpsilonOption ? plain with { Cell = plain.Cell with { Norm = NormKind.Gates } } : plain;
            ModelSpec[] models = [.. ((object[])[true, false, 0, 1, 2, 3, 0.25f, 0.5f, 1e-9f]).Select(value => option.With(before, value)).OfType<ModelSpec>().Where(model => option.Fault(model) is null).Distinct()];
            Assert.True(models.Length > 1, option.Argument);
            foreach (IGrouping<LayerSpec, ModelSpec> equal in models.GroupBy(model => model.Layer(model.Input)))
            {
                Assert.Single(equal.Select(model => OptionTexts.Name(model.Layer(model.Input))).Distinct());
            }

            Assert.Equal(models.Select(model => model.Layer(model.Input)).Distinct().Count(), models.Select(model => LayerEmitter.TypeName(model.Layer(model.Input), Dialect.All[0])).Distinct().Count());
            Assert.Equal(models.Select(Network.Of).Distinct().Count(), models.Select(model => NetworkEmitter.TypeName(Network.Of(model), Dialect.All[0])).Distinct().Count());
            Assert.Null(option.With(Default, "text"));
            Assert.Null(option.With(Default, null));
        }
    }

    /// <summary>The library's shape says the same of every model, but for what it leaves unsaid.</summary>
    [Fact]
    public void Words_are_those_of_the_library()
    {
        ModelSpec model = Default with { Input = 3, Layers = 2, Output = 1, Bias = false, Activations = ActivationKind.Fast, Cell = new(Peepholes: true, CoupledGates: CoupledKind.InputFromForget) };
        var shape = new LstmShape(3, 8, 2, 1, Bias: false, LstmActivations.Fast, CellOptions: new() { Peepholes = true, CoupledGates = LstmCoupledGates.InputFromForget });

        Assert.Equal(shape.ToString(), OptionTexts.Words(model));
        Assert.Equal((shape with { Activations = LstmActivations.Accurate }).ToString(), OptionTexts.Tensors(model));
        model = model with
        {
            Cell = new(
                CoupledGates: CoupledKind.ForgetFromInput, Gate: new(FunctionKind.HardSigmoid, 0.25f), Candidate: new(FunctionKind.Softsign),
                Output: new(FunctionKind.ScaledTanh, 1.7159f, 2 / 3f), Clip: 3, CellClip: 1e-5f),
        };
        shape = shape with
        {
            CellOptions = new()
            {
                CoupledGates = LstmCoupledGates.ForgetFromInput, GateActivation = LstmActivation.HardSigmoid, GateAlpha = 0.25f, CandidateActivation = LstmActivation.Softsign,
                OutputActivation = LstmActivation.ScaledTanh, OutputAlpha = 1.7159f, OutputBeta = 2 / 3f, Clip = 3, CellClip = 1e-5f,
            },
        };
        Assert.Equal(shape.ToString(), OptionTexts.Words(model));
        Assert.Equal(
            (shape with { Projection = 5, Direction = LstmDirection.Both, Merge = LstmMerge.Average }).ToString(),
            OptionTexts.Words(model with { Projection = 5, Direction = DirectionKind.Both, Merge = MergeKind.Average }));
        Assert.Equal(
            (shape with { Direction = LstmDirection.Both, Outputs = LstmOutputs.Mean, EmbeddedTokens = 70 }).ToString(),
            OptionTexts.Words(model with { Direction = DirectionKind.Both, Outputs = OutputsKind.Mean, Tokens = 70, Embedding = 3 }));
        Assert.EndsWith(
            ", coupled gates (f = 1 - i), hard sigmoid alpha 0.25 gates, softsign candidate, scaled tanh alpha 1.7159 beta 0.6666667 output, pre-activations clipped at 3, cell clipped at 1E-05",
            OptionTexts.Words(model), StringComparison.Ordinal);
        Assert.Equal(
            (shape with { CellOptions = shape.CellOptions with { LearnedInitialState = true } }).ToString(), OptionTexts.Words(model with { Cell = model.Cell with { LearnedInitialState = true } }));
        Assert.Equal(
            (shape with { CellOptions = shape.CellOptions with { HiddenZoneout = 0.1f, CellZoneout = 0.25f } }).ToString(),
            OptionTexts.Words(model with { Cell = model.Cell with { HiddenZoneout = 0.1f, CellZoneout = 0.25f } }));
        Assert.Equal(new LstmShape(1, 8).ToString(), OptionTexts.Tensors(Default));
    }

    [Fact]
    public void Options_of_a_shape_come_in_the_order_of_its_parameters()
        => Assert.Equal(
            typeof(LstmShape).GetConstructors().Single(each => each.GetParameters().Length > 1).GetParameters().Select(parameter => parameter.Name!.ToLowerInvariant()),
            [.. Option.All.Select(option => option.Argument.ToLowerInvariant()).TakeWhile(name => name is not "peepholes"), "celloptions"]);

    /// <summary>The options of a cell are those of every attribute of recurrent layers, and a class says each in its shape.</summary>
    [Fact]
    public void Options_of_a_cell_are_those_of_its_record()
    {
        string[] names = [.. Option.All.Where(option => option is ICellOption).Select(option => option.Argument).Order(StringComparer.Ordinal)];
        Assert.Equal(names, typeof(LstmCellOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.Equal(names, typeof(LstmCellAttribute).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(property => property.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_class_says_every_option_of_its_cell()
    {
        const string Options =
            "Peepholes = true, CoupledGates = LstmCoupledGates.ForgetFromInput, GateActivation = LstmActivation.HardSigmoid, GateAlpha = 0.3f, GateBeta = 0.1f, "
            + "CandidateActivation = LstmActivation.Affine, CandidateAlpha = -1.5f, CandidateBeta = 1e-9f, OutputActivation = LstmActivation.ScaledTanh, OutputAlpha = 1.7159f, OutputBeta = 0.1f, "
            + "Clip = 16777216, CellClip = 0.7f, ProjectionClip = 0.3f, Projection = 2, Norm = LstmNorm.Gates, NormEpsilon = 0.001f, LearnedInitialState = true, HiddenZoneout = 0.3f, CellZoneout = 0.1f";
        GeneratorRun run = GeneratorHarness.Run($"using LstmGen; [LstmModel(3, {Options})] public partial class M;");
        LstmShape shape = (LstmShape)run.Load().GetType("M")!.GetProperty("Shape")!.GetValue(null)!;
        Assert.Equal(
            new LstmCellOptions
            {
                Peepholes = true, CoupledGates = LstmCoupledGates.ForgetFromInput, GateActivation = LstmActivation.HardSigmoid, GateAlpha = 0.3f, GateBeta = 0.1f,
                CandidateActivation = LstmActivation.Affine, CandidateAlpha = -1.5f, CandidateBeta = 1e-9f, OutputActivation = LstmActivation.ScaledTanh, OutputAlpha = 1.7159f, OutputBeta = 0.1f,
                Clip = 16777216, CellClip = 0.7f, ProjectionClip = 0.3f, Norm = LstmNorm.Gates, NormEpsilon = 0.001f, LearnedInitialState = true, HiddenZoneout = 0.3f, CellZoneout = 0.1f,
            },
            shape.CellOptions);
        Assert.Equal(shape, new LstmShape(1, 3, CellOptions: shape.CellOptions) { Projection = 2 });
    }

    /// <summary>What states begin with is no matter of kernels: classes that differ in it alone share them, and the network.</summary>
    [Theory]
    [InlineData("[LstmModel(5{0})]", ", LearnedInitialState = true")]
    [InlineData("[LstmNetwork(1)] [Gru(5{0})]", ", LearnedInitialState = true")]
    public void Learned_initial_states_have_no_kernels_of_their_own(string attributes, string option)
    {
        string Class(string name, string text) => string.Format(System.Globalization.CultureInfo.InvariantCulture, attributes, text) + $" public partial class {name};";
        GeneratorRun plain = GeneratorHarness.Run($"using LstmGen; {Class("A", "")}"), both = GeneratorHarness.Run($"using LstmGen; {Class("A", "")} {Class("B", option)}");
        Assert.Equal(
            plain.Sources.Select(source => source.HintName).Where(name => name.StartsWith("LstmGen", StringComparison.Ordinal)),
            both.Sources.Select(source => source.HintName).Where(name => name.StartsWith("LstmGen", StringComparison.Ordinal)));
        Type model = both.Load().GetType("B")!;
        Assert.Contains("learned initial state", model.GetProperty("Shape")!.GetValue(null)!.ToString(), StringComparison.Ordinal);
        object created = Activator.CreateInstance(model, LstmWeights.Random(1))!;
        Assert.Equal(2, ((LstmState)model.GetMethod("CreateState")!.Invoke(created, [2])!).Batch);
    }

    [Theory]
    [InlineData(typeof(LstmActivations), typeof(ActivationKind))]
    [InlineData(typeof(LstmUnroll), typeof(UnrollKind))]
    [InlineData(typeof(LstmActivation), typeof(FunctionKind))]
    [InlineData(typeof(LstmCoupledGates), typeof(CoupledKind))]
    public void Choices_are_those_of_the_library(Type library, Type generator)
        => Assert.Equal(Values(library), Values(generator));

    private static IEnumerable<(string, int)> Values(Type type) => Enum.GetNames(type).Select(name => (name, (int)Enum.Parse(type, name)));

    private static Option Named(string argument) => Option.All.Single(option => option.Argument == argument);

    private static object Constant(object value) => value is Enum ? (int)value : value;
}
