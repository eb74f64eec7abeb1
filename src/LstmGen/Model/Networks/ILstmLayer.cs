namespace LstmGen;

/// <summary>An attribute that declares a layer of a network: <see cref="LstmAttribute"/>, <see cref="GruAttribute"/>, <see cref="SlstmAttribute"/> or <see cref="DenseAttribute"/>.</summary>
public interface ILstmLayer
{
    /// <summary>What names of its tensors begin with, before a dot; null for its kind and its place among the layers, from 0 on: <c>lstm0</c>, <c>dense1</c>.</summary>
    string? Name { get; set; }
}
