using System.Reflection;
using LstmGen.Generator.Dialects;
using LstmGen.Generator.Emission;
using LstmGen.Generator.Options;
using LstmGen.Generator.Specs;

namespace LstmGen.Generator.Tests.Options;

/// <summary>The table of options has what the attribute has, with its defaults.</summary>
public class OptionTests
{
    private static readonly ModelSpec Default = ModelSpec.Default(new("", default, "", "M", "M", "M")) with { Hidden = 8 };

    private static readonly ConstructorInfo Constructor = typeof(LstmModelAttribute).GetConstructors().Single();

    private static readonly PropertyInfo[] Properties =
        [.. typeof(LstmModelAttribute).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(property => property.CanWrite)];

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
        foreach (Option option in Option.All)
        {
            ModelSpec[] models = [.. ((object[])[true, false, 0, 1, 2, 3]).Select(value => option.With(Default, value)).OfType<ModelSpec>().Where(model => option.Fault(model) is null).Distinct()];
            Assert.True(models.Length > 1, option.Argument);
            foreach (IGrouping<LayerSpec, ModelSpec> equal in models.GroupBy(model => model.Layer(model.Input)))
            {
                Assert.Single(equal.Select(model => OptionTexts.Name(model.Layer(model.Input))).Distinct());
            }

            Assert.Equal(models.Select(model => model.Layer(model.Input)).Distinct().Count(), models.Select(model => LayerEmitter.TypeName(model.Layer(model.Input), Dialect.All[0])).Distinct().Count());
            Assert.Null(option.With(Default, "text"));
            Assert.Null(option.With(Default, null));
        }
    }

    /// <summary>The library's shape says the same of every model, but for what it leaves unsaid.</summary>
    [Fact]
    public void Words_are_those_of_the_library()
    {
        ModelSpec model = Default with { Input = 3, Layers = 2, Output = 1, Bias = false, Activations = ActivationKind.Fast, Cell = new(Peepholes: true, CoupledGates: true) };
        var shape = new LstmShape(3, 8, 2, 1, Bias: false, LstmActivations.Fast, Peepholes: true, CoupledGates: true);

        Assert.Equal(shape.ToString(), OptionTexts.Words(model));
        Assert.Equal((shape with { Activations = LstmActivations.Accurate }).ToString(), OptionTexts.Tensors(model));
        Assert.Equal(new LstmShape(1, 8).ToString(), OptionTexts.Tensors(Default));
    }

    [Fact]
    public void Options_of_a_shape_come_in_the_order_of_its_parameters()
        => Assert.Equal(
            typeof(LstmShape).GetConstructors().Single(each => each.GetParameters().Length > 1).GetParameters().Select(parameter => parameter.Name!.ToLowerInvariant()),
            Option.All.Select(option => option.Argument.ToLowerInvariant()).TakeWhile(name => name is not "unroll"));

    [Theory]
    [InlineData(typeof(LstmActivations), typeof(ActivationKind))]
    [InlineData(typeof(LstmUnroll), typeof(UnrollKind))]
    public void Choices_are_those_of_the_library(Type library, Type generator)
        => Assert.Equal(Values(library), Values(generator));

    private static IEnumerable<(string, int)> Values(Type type) => Enum.GetNames(type).Select(name => (name, (int)Enum.Parse(type, name)));

    private static Option Named(string argument) => Option.All.Single(option => option.Argument == argument);

    private static object Constant(object value) => value is Enum ? (int)value : value;
}
